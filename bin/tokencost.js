#!/usr/bin/env node
import { main } from '../dist/cli.js'
import { processIo } from '../dist/process-io.js'

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1)) // the reader went away: `| head`
process.exitCode = await main(processIo(process))
