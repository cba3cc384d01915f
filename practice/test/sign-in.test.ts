import { expect, test } from 'vitest'
import { practiceForTest, setFault } from './practice-for-test.ts'

async function formToken(url: string): Promise<string> {
  const page = await (await fetch(`${url}/sign-in`)).text()
  return /name="token" value="([^"]+)"/.exec(page)![1]!
}

const signIn = (url: string, token: string) =>
  fetch(`${url}/session`, { method: 'POST', body: new URLSearchParams({ token }), redirect: 'manual' })

test('whoever signs in is known on the dashboard, and whoever did not is not', async () => {
  const { url } = await practiceForTest()
  const answer = await signIn(url, await formToken(url))
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/dashboard')
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  expect(await (await fetch(`${url}/dashboard`, { headers: { cookie } })).text()).toContain(
    'Signed in as Carla',
  )
  for (const other of ['', 'session=made-up']) {
    const page = await (await fetch(`${url}/dashboard`, { headers: { cookie: other } })).text()
    expect(page).toContain('Open requests')
    expect(page).not.toContain('Signed in')
  }
})

test('a form signs in once, and one that was not made here never', async () => {
  const { url } = await practiceForTest()
  const token = await formToken(url)
  expect((await signIn(url, token)).status).toBe(303)
  expect((await signIn(url, token)).status).toBe(403)
  expect((await signIn(url, 'made-up')).status).toBe(403)
})

test('nobody can sign in while the sign-in is down', async () => {
  const practice = await practiceForTest()
  const token = await formToken(practice.url)
  await setFault(practice, 'sign-in', 'down')
  expect((await signIn(practice.url, token)).status).toBe(503)
})
