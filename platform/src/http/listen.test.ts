import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { HttpEnv } from './env.ts'
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
