#!/usr/bin/env node
const args = process.argv.slice(2)
// what scripts and prompts ask for is not worth loading it at all
if (args.length === 1 && /^(-V|--version)$/.test(args[0]))
  process.stdout.write(`${require('../package.json').version}\n`)
else require('./load.cjs').load('main').main(args)
