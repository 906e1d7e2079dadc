// Builds the committed assets: `npm ci && npm run build`. The output is a function of the
// sources and the lock file only. built.json records the hashes of both, so that a test without
// Node notices when one changed without the other.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = fileURLToPath(new URL("../src/samenspel/ui/static/samenspel/dist/", import.meta.url));

const shared = {
  absWorkingDir: root,
  bundle: true,
  charset: "utf8",
  conditions: ["style"],
  legalComments: "eof",
  logLevel: "warning",
  minify: true,
  outdir: dist,
  target: ["chrome115", "edge115", "firefox121", "safari16.4"],
};

/** Name, version and licence of every package whose text or files end up in dist. */
async function packages() {
  const manifest = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  const names = Object.keys(manifest.dependencies).sort();
  return Promise.all(
    names.map(async (name) => {
      const folder = `${root}node_modules/${name}`;
      const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
      const text = license === "OFL-1.1" ? await readFile(`${folder}/LICENSE`, "utf8") : "";
      return { name, version, license, text: text.replace(/\r\n/g, "\n").trim() };
    }),
  );
}

async function notice() {
  const used = await packages();
  const lines = used.map(({ name, version, license }) => `${name} ${version} (${license})`);
  const fonts = used.filter(({ text }) => text).map(({ name, text }) => `${name}\n\n${text}`);
  const rule = `\n\n${"=".repeat(80)}\n\n`;
  const head =
    "The files in this folder are built from frontend/ and are part of samenspel (EUPL-1.2).\n" +
    "They contain text or files of these packages:\n\n" +
    `${lines.join("\n")}\n\n` +
    "The @utrecht packages: Copyright (c) 2020-2024 Frameless B.V., Copyright (c) 2021-2024\n" +
    "Gemeente Utrecht. The EUPL-1.2 stands in LICENSE at the root of the source. The fonts are\n" +
    "under the SIL Open Font License 1.1, whose text follows for each.";
  return `${[head, ...fonts].join(rule)}\n`;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  ...shared,
  entryPoints: { samenspel: "css/samenspel.css" },
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file" },
});
await build({ ...shared, entryPoints: { samenspel: "js/samenspel.js" }, format: "esm" });
await writeFile(`${dist}NOTICE.txt`, await notice());

/** Every file under a folder, by its path with slashes, sorted. */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}

/** SHA-256 of each file, by path. */
async function hashes(folder, paths) {
  const pairs = paths.map(async (path) => {
    const content = await readFile(`${folder}${path}`);
    return [path, createHash("sha256").update(content).digest("hex")];
  });
  return Object.fromEntries(await Promise.all(pairs));
}

const sources = ["build.mjs", "package-lock.json", "package.json"];
for (const folder of ["css/", "js/"]) {
  sources.push(...(await filesIn(`${root}${folder}`)).map((path) => `${folder}${path}`));
}
const built = {
  sources: await hashes(root, sources.sort()),
  dist: await hashes(dist, await filesIn(dist)),
};
await writeFile(`${root}built.json`, `${JSON.stringify(built, null, 2)}\n`);
