/** Builds both browsers' packages into .output/chrome-mv3 and .output/firefox-mv3. `step` runs one command. */
export function runBuild(step) {
  step('wxt', ['build', '-b', 'chrome']);
  step('wxt', ['build', '-b', 'firefox', '--mv3']);
}
