// Only what the oldest Node can read: anything newer would end as a syntax error instead of this message.

/** Least version of Node, as package.json has it: `20.19`. */
var NEEDED = /\d+\.\d+/.exec(require('../package.json').engines.node)[0];

/** True if a version (`18.4.0`) is lower than the one that is needed (`20.19`). */
function isTooOld(version, needed) {
  var has = version.split('.').map(Number);
  var needs = needed.split('.').map(Number);
  return has[0] < needs[0] || (has[0] === needs[0] && has[1] < needs[1]);
}

/** Returns true if this Node is new enough; else says on stderr which one it is, and sets the exit code 1. */
exports.suffices = function suffices(process) {
  var version = process.versions.node;
  if (!isTooOld(version, NEEDED)) return true;
  var found = `error: Node ${version} at ${process.execPath} is too old`;
  process.stderr.write(`${found}: collectstatic needs ${NEEDED} or newer [node-too-old]\n`);
  process.stderr.write(
    '  hint: Put a newer one first on PATH. For the Python package, COLLECTSTATIC_NODE names one,\n' +
      "        and pip install 'collectstatic[node]' brings one.\n",
  );
  process.exitCode = 1;
  return false;
};
