import { getEventListeners } from 'node:events'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { HttpEnv } from './env.ts'
import { eventStream } from './event-stream.ts'
import { listen } from './listen.ts'

test('the address is known before there is anything to answer, and who asks meanwhile is answered once there is', async () => {
  const made = Promise.withResolvers<Hono<HttpEnv>>()
  const { url, close } = await listen(made.promise, '127.0.0.1', 0)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
  const asked = fetch(`${url}/here`)
  made.resolve(new Hono<HttpEnv>().get('/here', (c) => c.text('yes')))
  expect(await (await asked).text()).toBe('yes')
  await close(0)
})

test('a line that has ended is waited for by nobody, however many come and go', async () => {
  let closing: AbortSignal | undefined
  const app = new Hono<HttpEnv>().get('/events', (c) => {
    closing = c.env.closing
    return eventStream(c, ({ end }) => {
      end()
      return () => {}
    })
  })
  const { url, close } = await listen(app, '127.0.0.1', 0)
  for (let n = 0; n < 3; n++) await (await fetch(`${url}/events`)).text()
  expect(getEventListeners(closing!, 'abort')).toEqual([])
  await close(0)
})

test('a line of events is ended as the server stops, so that a stop does not wait for whoever listens', async () => {
  const forgotten = Promise.withResolvers<void>()
  const app = new Hono<HttpEnv>().get('/events', (c) => eventStream(c, () => () => forgotten.resolve()))
  const { url, close } = await listen(app, '127.0.0.1', 0)
  const line = await fetch(`${url}/events`)
  // The test ends in time only where the line does: the grace is longer than a test may take.
  await close(3_600_000)
  await forgotten.promise
  expect(await line.text()).toBe('retry: 2000\n\n')
})
