#!/usr/bin/env node
if (require('./node-version.js').suffices(process)) require('../dist/cli.cjs').start(process, 'findstatic');
