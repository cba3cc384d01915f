import { afterAll, expect, test } from 'vitest'
import { createParser } from './parser.ts'

const parser = createParser()
afterAll(() => parser.stop())

test('mails are taken apart beside the process, each for its own', async () => {
  const parsed = await Promise.all(
    ['one', 'two', 'three'].map((word) => parser.parse(Buffer.from(`Subject: ${word}\r\n\r\nHi ${word}`))),
  )
  expect(parsed.map(({ subject, text }) => [subject, text])).toEqual([
    ['one', 'Hi one'],
    ['two', 'Hi two'],
    ['three', 'Hi three'],
  ])
})

test('one that takes longer than a mail may is kept with its head and the reason, and the next one is read', async () => {
  const hurried = createParser({ patienceMs: 0 })
  const parsed = await hurried.parse(Buffer.from('Subject: slow\r\n\r\nHi'))
  expect(parsed).toMatchObject({ subject: 'slow', text: '', unread: 'it took too long to take apart' })
  await hurried.stop()
  expect((await parser.parse(Buffer.from('Subject: next\r\n\r\nHi'))).text).toBe('Hi')
})
