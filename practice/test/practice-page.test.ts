import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Practice } from '../src/start-practice.ts'
import { practiceForTest, readLog, setFault } from './practice-for-test.ts'

/** Posts a form as a browser does; undici refuses to set these headers, so this is node:http. */
function post(practice: Practice, part: string, body: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    location: string | undefined
  }>()
  const sent = request(
    `${practice.url}/practice/faults/${part}`,
    { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } },
    (response) => {
      response.resume()
      resolve({ status: response.statusCode!, location: response.headers.location })
    },
  )
  sent.on('error', reject).end(body)
  return promise
}

test('shows each part with its state in words and since when, and the log', async () => {
  const practice = await practiceForTest()
  const well = await (await fetch(`${practice.url}/practice`)).text()
  expect(well).toContain('<span>0</span> of 6 parts broken')
  expect(well.match(/<strong>Works<\/strong> since <time datetime="[^"]+Z">/g)).toHaveLength(6)
  expect(well).toContain('Nothing yet.')

  await setFault(practice, 'payments', 'slow')
  const [entry] = await readLog(practice)
  const broken = await (await fetch(`${practice.url}/practice`)).text()
  expect(broken).toContain('<span>1</span> of 6 parts broken')
  expect(broken).toContain(`<strong>Slow</strong> since <time datetime="${entry!.from}">`)
  expect(broken.match(/<strong>Works<\/strong>/g)).toHaveLength(5)
  expect(broken).toContain('still broken')
  expect(broken).not.toContain('<script')
})

test('a form breaks and mends a part and comes back to it', async () => {
  const practice = await practiceForTest()
  const own = { origin: practice.url, 'sec-fetch-site': 'same-origin' }
  expect(await post(practice, 'sign-in', 'fault=down', own)).toEqual({
    status: 303,
    location: '/practice#sign-in',
  })
  expect((await fetch(`${practice.url}/sign-in`)).status).toBe(503)
  expect((await post(practice, 'sign-in', 'fault=none', own)).status).toBe(303)
  expect((await fetch(`${practice.url}/sign-in`)).status).toBe(200)
  expect((await post(practice, 'sign-in', 'fault=nonsense', own)).status).toBe(400)
  expect((await post(practice, 'gate', 'fault=down', own)).status).toBe(404)
  expect(await readLog(practice)).toHaveLength(1)
})

describe('a form is refused', () => {
  test.each([
    ['from another site', { origin: 'https://mallory.example', 'sec-fetch-site': 'cross-site' }],
    ['from another site that hides its origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['from another port of this machine', { origin: 'http://127.0.0.1:9', 'sec-fetch-site': 'same-site' }],
    ['whose browser says cross-site and no origin', { 'sec-fetch-site': 'cross-site' }],
    ['that does not say where it comes from', {}],
    [
      'through a name that was pointed at this machine',
      { origin: 'http://mallory.example', host: 'mallory.example' },
    ],
  ])('%s', async (_, headers) => {
    const practice = await practiceForTest()
    expect((await post(practice, 'home', 'fault=down', headers as Record<string, string>)).status).toBe(403)
    expect(await readLog(practice)).toEqual([])
  })
})

test('a page of another site cannot use the API either', async () => {
  const practice = await practiceForTest()
  const response = await fetch(`${practice.url}/practice/faults/home`, {
    method: 'PUT',
    body: '{"fault":"down"}',
    headers: { origin: 'https://mallory.example' },
  })
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ code: 'foreign_origin' })
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(await readLog(practice)).toEqual([])
})
