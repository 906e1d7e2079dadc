"""The screens on which a circle is changed and agreements are made."""
