import { expect, test } from 'vitest'
import { automaticReason } from './automatic-reason.ts'

const of = (
  fields: Record<string, string>,
  { subject = 'A question', from = 'carla@example.com', envelope = 'carla@example.com' } = {},
) =>
  automaticReason(
    { fields: Object.entries(fields).map(([name, value]) => ({ name, value })), subject, from },
    envelope,
  )

test.each<[string, NonNullable<Parameters<typeof of>[0]>]>([
  ['one that says so', { 'auto-submitted': 'auto-replied' }],
  ['one that says more', { 'auto-submitted': 'auto-generated (rejected)' }],
  ['one of an old kind', { 'x-autoreply': 'yes' }],
  ['one of ours', { 'x-tractops-automatic': 'acknowledgement' }],
  ['one by its precedence', { precedence: 'auto_reply' }],
])('a program wrote it: %s', (_, fields) => {
  expect(of(fields)).toMatchObject({ program: true })
})

test.each([
  'Automatic reply: The roof',
  'Abwesenheitsnotiz: Dach',
  'Réponse automatique : toit',
  '自动回复: 屋顶',
])('a program wrote it: an absence, %s', (subject) => {
  expect(of({}, { subject })).toMatchObject({ program: true })
})

test('a program wrote it: a mail server, or nobody', () => {
  expect(of({}, { from: 'mailer-daemon@example.com' })).toMatchObject({ program: true })
  expect(of({}, { envelope: '' })).toMatchObject({ program: true })
})

test.each<[string, Record<string, string>]>([
  ['over a list', { 'list-id': '<board.example.com>' }],
  ['to many', { precedence: 'bulk' }],
  ['and no answer is wanted', { 'x-auto-response-suppress': 'DR, OOF, AutoReply' }],
])('a person may have written it, and no machine answers: %s', (_, fields) => {
  expect(of(fields)).toMatchObject({ program: false })
})

test('a person wrote it', () => {
  expect(of({ 'auto-submitted': 'no', precedence: 'normal', 'x-priority': '1' })).toBeNull()
  expect(of({}, { subject: 'Out of office hours, whom do I call?' })).toBeNull()
})
