import { describe, expect, test } from 'vitest'
import { practiceForTest, setFault } from './practice-for-test.ts'

const WATCHED = [
  ['home', '/', 'Cedar Court'],
  ['sign-in', '/sign-in', 'Sign in'],
  ['dashboard', '/dashboard', 'Open requests'],
  ['payments', '/payments', 'Pay your dues'],
  ['voting', '/voting', 'Cast your vote'],
] as const

describe.each(WATCHED)('the page of %s', (part, path, text) => {
  test('answers with the text that monitors look for, and says that it is practice', async () => {
    const practice = await practiceForTest()
    const response = await fetch(practice.url + path)
    const body = await response.text()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(body).toContain(text)
    expect(body).toContain('This is a practice target of TractOps')
    expect(body).toContain('not a real community')
  })

  test('answers 503 without its text while it is down, and well again once mended', async () => {
    const practice = await practiceForTest()
    await setFault(practice, part, 'down')
    const broken = await fetch(practice.url + path)
    expect(broken.status).toBe(503)
    expect(await broken.text()).not.toContain(text)
    await setFault(practice, part, null)
    const mended = await fetch(practice.url + path)
    expect(mended.status).toBe(200)
    expect(await mended.text()).toContain(text)
  })

  test('answers 200 without its text while it is wrong', async () => {
    const practice = await practiceForTest()
    await setFault(practice, part, 'wrong')
    const response = await fetch(practice.url + path)
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain(text)
  })

  test('answers correctly but late while it is slow', async () => {
    const practice = await practiceForTest()
    await setFault(practice, part, 'slow')
    const begun = performance.now()
    const response = await fetch(practice.url + path)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(299)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(text)
  })

  test('cuts the connection while it is dropped, and the others answer', async () => {
    const practice = await practiceForTest()
    await setFault(practice, part, 'drop')
    await expect(fetch(practice.url + path)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
    for (const [other, otherPath] of WATCHED.filter(([name]) => name !== part)) {
      expect((await fetch(practice.url + otherPath)).status, other).toBe(200)
    }
  })

  test('answers HEAD as GET without a body, broken or not, and refuses other methods', async () => {
    const practice = await practiceForTest()
    expect((await fetch(practice.url + path, { method: 'HEAD' })).status).toBe(200)
    await setFault(practice, part, 'down')
    expect((await fetch(practice.url + path, { method: 'HEAD' })).status).toBe(503)
    const posted = await fetch(practice.url + path, { method: 'POST' })
    expect(posted.status).toBe(405)
    expect(posted.headers.get('allow')).toBe('GET, HEAD')
  })
})

test('a page answers at its address with a query, and nothing else answers for it', async () => {
  const practice = await practiceForTest()
  expect((await fetch(`${practice.url}/voting?answer=yes`)).status).toBe(200)
  for (const path of ['/home', '/voting/', '/certificate', '//', '/practice/faults', '/%2e%2e/etc/passwd']) {
    expect((await fetch(practice.url + path)).status, path).toBe(404)
  }
})

test('a reader who gives up on a slow page leaves nothing behind: closing does not wait for the page', async () => {
  const practice = await practiceForTest()
  await setFault(practice, 'payments', 'slow')
  const controller = new AbortController()
  const asked = fetch(`${practice.url}/payments`, { signal: controller.signal })
  controller.abort()
  await expect(asked).rejects.toThrow()
  expect((await fetch(practice.url)).status).toBe(200)
})
