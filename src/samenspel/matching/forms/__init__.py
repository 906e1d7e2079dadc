"""The shape of what people send to matching; the services decide whether it can be done."""
