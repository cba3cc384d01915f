import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:https'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Practice } from '../src/start-practice.ts'
import { practiceForTest, readLog, setFault, temporaryFolder } from './practice-for-test.ts'

/** The status of the home page over HTTPS, trusting the practice authority; rejects as TLS does. */
function askSecurely(practice: Practice, agent = new Agent({ keepAlive: false })): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  get(`${practice.tlsUrl}/`, { agent, ca: readFileSync(practice.caFile) }, (response) => {
    response.resume().on('end', () => resolve(response.statusCode!))
  }).on('error', reject)
  return promise
}

test('the pages answer over HTTPS to whoever trusts ca.pem, and to nobody else', async () => {
  const practice = await practiceForTest()
  expect(await askSecurely(practice)).toBe(200)
  await expect(fetch(practice.tlsUrl)).rejects.toThrow()
})

test('an expired certificate is shown at once, kept connections included, and is logged; mending brings the valid one', async () => {
  const practice = await practiceForTest()
  const agent = new Agent({ keepAlive: true, maxCachedSessions: 10 })
  onTestFinished(() => agent.destroy())
  expect(await askSecurely(practice, agent)).toBe(200)
  expect((await setFault(practice, 'certificate', 'expired')).status).toBe(200)
  await expect(askSecurely(practice, agent)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' })
  expect((await fetch(practice.url)).status).toBe(200)
  expect((await setFault(practice, 'certificate', null)).status).toBe(204)
  expect(await askSecurely(practice, agent)).toBe(200)
  expect(await readLog(practice)).toMatchObject([
    { part: 'certificate', fault: 'expired', to: expect.any(String) },
  ])
})

test('an expired certificate is still expired after a restart', async () => {
  const folder = temporaryFolder()
  const first = await practiceForTest(folder)
  await setFault(first, 'certificate', 'expired')
  await first.close()
  const second = await practiceForTest(folder)
  await expect(askSecurely(second)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' })
})

test('the authority and the certificate are made once and kept; a missing or strange one is made again', async () => {
  const folder = temporaryFolder()
  const read = (name: string) => readFileSync(join(folder, 'practice', name), 'utf8')
  await practiceForTest(folder)
  const made = [read('ca.pem'), read('valid.pem'), read('expired.pem')]
  const second = await practiceForTest(folder)
  expect([read('ca.pem'), read('valid.pem'), read('expired.pem')]).toEqual(made)
  const leaf = new X509Certificate(made[1]!)
  expect(leaf.validToDate.getTime() - leaf.validFromDate.getTime()).toBe(90 * 86_400_000)
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(leaf.checkHost('localhost')).toBe('localhost')

  await second.close()
  writeFileSync(join(folder, 'practice', 'valid.pem'), made[2]!)
  writeFileSync(join(folder, 'practice', 'valid.key'), read('expired.key'))
  const third = await practiceForTest(folder)
  expect(await askSecurely(third)).toBe(200)
  expect(read('ca.pem')).toBe(made[0])
})
