#!/usr/bin/env node
// One CommonJS file holds the whole command line: Node loads it in a third of the time that the modules take.
const args = process.argv.slice(2)
// what scripts and prompts ask for is not worth loading it at all
if (args.length === 1 && /^(-V|--version)$/.test(args[0]))
  process.stdout.write(`${require('../package.json').version}\n`)
else require('../dist/cli/main.cjs').main(args)
