#!/usr/bin/env bash
# Everything that CI checks, in the order that fails fastest: `npm run check`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
step() { printf '\n== %s\n' "$*"; "$@"; }
step biome check --error-on-warnings .
step tsc --noEmit
step node scripts/check-imports.ts
step knip
step jscpd -c .jscpd.json --exit-code 1 packages benchmarks scripts docs
step npm test
step widthwise verify --quiet
step widthwise report --check
step widthwise gate --quiet
# the last lines are the test runner's, for whoever reads only those
printf '\n'
node -e '
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(require("fs").readFileSync(".vitest/results.json", "utf8"));
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
'
