/**
 * A process that does nothing but ask a page, 250 times a second, over a connection of its own each time: by `undici.request` or by
 * node:http. What it costs is what no checking of that kind can go below, and tells how fast the machine is today.
 */
import { request } from 'node:http'
import { Agent, request as undiciRequest } from 'undici'

const [client = '', url = '', rate = '250'] = process.argv.slice(2)

const clients: Record<string, () => Promise<unknown>> = {
  'undici.request': async () => {
    const dispatcher = new Agent({ pipelining: 0 })
    const { body } = await undiciRequest(url, { dispatcher, reset: true })
    await body.text()
    await dispatcher.close()
  },
  'node:http': () =>
    new Promise((resolve, reject) => {
      const asking = request(url, { agent: false }, (answer) => answer.resume().once('end', resolve))
      asking.once('error', reject)
      asking.end()
    }),
}

const ask = clients[client]!
const fromMs = performance.now()
let asked = 0
setInterval(() => {
  for (; asked < ((performance.now() - fromMs) * Number(rate)) / 1_000; asked++) void ask()
}, 4)
process.stdout.write(`ready ${url}\n`)

// Whoever started us may be killed: then nobody is left to stop us.
const parent = process.ppid
setInterval(() => process.ppid !== parent && process.exit(), 1_000).unref()
