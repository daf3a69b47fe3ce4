#!/usr/bin/env bash
# Fetches the list of crawler user-agent patterns that the authenticity check `known-bot` uses, and its licence
# notice. Run it by hand to update the list; the product itself never fetches anything.
#
#   build/update-crawlers.sh [VERSION]     (default: the newest)
set -euo pipefail

package=crawler-user-agents
root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
patterns=$root/src/CreatorStream.Analytics/Authenticity/crawler-patterns.txt
notices=$root/THIRD-PARTY-NOTICES.md

command -v npm >/dev/null || {
  echo "update-crawlers: npm is missing; install Node.js 20 or newer" >&2
  exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
cd "$scratch"
npm pack --silent "$package@${1:-latest}" >/dev/null
tar xzf ./*.tgz

mkdir -p "$(dirname "$patterns")"
node --input-type=module - package "$patterns" "$notices" <<'JS'
import { readFileSync, writeFileSync, existsSync } from "node:fs";

const [folder, patternsFile, noticesFile] = process.argv.slice(2);
const meta = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
const licence = readFileSync(`${folder}/LICENSE`, "utf8").trim();
const patterns = JSON.parse(readFileSync(`${folder}/crawler-user-agents.json`, "utf8")).map((entry) => entry.pattern);

// One line is one pattern and "#" opens a comment: a pattern that breaks this would change its meaning unseen.
for (const pattern of patterns) {
  if (!pattern || /[\r\n]/.test(pattern) || pattern.startsWith("#")) {
    throw new Error(`pattern does not fit on a line of its own: ${JSON.stringify(pattern)}`);
  }
  new RegExp(pattern);
}
if (patterns.length < 500) throw new Error(`only ${patterns.length} patterns: has the package changed its form?`);

const header = [
  `# User-agent patterns of known crawlers: one regular expression a line, case-sensitive, matched anywhere.`,
  `# Blanks at either end of a line belong to the pattern. Order as in the source.`,
  `# Source: npm package ${meta.name} ${meta.version}, ${meta.homepage ?? ""}`,
  `# Licence: ${meta.license}, in THIRD-PARTY-NOTICES.md. Made by build/update-crawlers.sh; don't edit by hand.`,
];
writeFileSync(patternsFile, [...header, ...patterns, ""].join("\n"));

const title = `## ${meta.name}`;
const entry = [
  title,
  "",
  `Version ${meta.version}, ${meta.license}. Used as \`src/CreatorStream.Analytics/Authenticity/crawler-patterns.txt\``,
  "(the patterns only), which is part of the program.",
  "",
  "```",
  licence,
  "```",
  "",
].join("\n");

// Other packages' notices in the file stay as they are: only the section of this one is replaced.
const intro = "# Third-party notices\n\nWhat others made and this repository contains, with its licences.\n";
const sections = (existsSync(noticesFile) ? readFileSync(noticesFile, "utf8") : intro).split(/\n(?=## )/);
const kept = sections.filter((section) => section.split("\n")[0] !== title).map((section) => section.trimEnd());
writeFileSync(noticesFile, [...kept, entry].join("\n\n"));
console.log(`${patterns.length} patterns of ${meta.name} ${meta.version}`);
JS
