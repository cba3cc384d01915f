import { expect, test } from 'vitest'
import { withoutHistory } from './clean-html.ts'
import { isForward, trimQuoted } from './trim-quoted.ts'

const quote = '> We look at it.\n> Ava'
const below = (line: string) => `It works now.\n\n${line}\n\n${quote}\n`

test.each<[string, string]>([
  ['Gmail, English', 'On Mon, Nov 23, 2026 at 3:04 PM TractOps <contact@tractops.com> wrote:'],
  [
    'Gmail, English, broken in two',
    'On Mon, Nov 23, 2026 at 3:04 PM TractOps\n<contact@tractops.com> wrote:',
  ],
  ['Gmail, German', 'Am Mo., 23. Nov. 2026 um 15:04 Uhr schrieb TractOps <contact@tractops.com>:'],
  ['Gmail, French', 'Le lun. 23 nov. 2026 à 15:04, TractOps <contact@tractops.com> a écrit :'],
  ['Gmail, Spanish', 'El lun, 23 nov 2026 a las 15:04, TractOps (<contact@tractops.com>) escribió:'],
  ['Gmail, Italian', 'Il giorno lun 23 nov 2026 alle ore 15:04 TractOps <contact@tractops.com> ha scritto:'],
  ['Gmail, Portuguese', 'Em seg., 23 de nov. de 2026 às 15:04, TractOps <contact@tractops.com> escreveu:'],
  ['Gmail, Dutch', 'Op ma 23 nov 2026 om 15:04 schreef TractOps <contact@tractops.com>:'],
  ['Gmail, Polish', 'pon., 23 lis 2026 o 15:04 TractOps <contact@tractops.com> napisał(a):'],
  ['Gmail, Swedish', 'Den mån 23 nov. 2026 kl 15:04 skrev TractOps <contact@tractops.com>:'],
  ['Gmail, Japanese', '2026年11月23日(月) 15:04 TractOps <contact@tractops.com>:'],
  ['Gmail, Korean', '2026년 11월 23일 (월) 오후 3:04, TractOps <contact@tractops.com>님이 작성:'],
  ['Gmail, Chinese', 'TractOps <contact@tractops.com> 于2026年11月23日周一 15:04写道：'],
  ['Gmail, Russian', 'пн, 23 нояб. 2026 г. в 15:04, TractOps <contact@tractops.com>:'],
  ['Apple Mail', 'On Nov 23, 2026, at 15:04, TractOps <contact@tractops.com> wrote:'],
  ['Apple Mail, German', 'Am 23.11.2026 um 15:04 schrieb TractOps <contact@tractops.com>:'],
  ['Thunderbird', 'On 23/11/2026 15:04, TractOps wrote:'],
  ['a language that we do not know', 'Di 2026-11-23, TractOps <contact@tractops.com> idatzi du:'],
])('history is parted from an answer written with %s', (_, line) => {
  const { text, quoted } = trimQuoted(below(line))
  expect(text).toBe('It works now.')
  expect(quoted).toContain('> We look at it.')
})

test.each<[string, string]>([
  [
    'English',
    'From: TractOps <contact@tractops.com>\nSent: Monday, November 23, 2026 3:04 PM\nTo: Carla\nSubject: The roof',
  ],
  [
    'German',
    'Von: TractOps <contact@tractops.com>\nGesendet: Montag, 23. November 2026 15:04\nAn: Carla\nBetreff: The roof',
  ],
  [
    'French',
    'De : TractOps <contact@tractops.com>\nEnvoyé : lundi 23 novembre 2026 15:04\nÀ : Carla\nObjet : The roof',
  ],
  [
    'Spanish',
    'De: TractOps <contact@tractops.com>\nEnviado: lunes, 23 de noviembre de 2026 15:04\nPara: Carla\nAsunto: The roof',
  ],
  ['Japanese', '差出人: TractOps\n送信日時: 2026年11月23日 15:04\n宛先: Carla\n件名: The roof'],
])('history is parted from an answer written with Outlook, in %s', (_, head) => {
  for (const rule of ['', '________________________________\n', '-----Original Message-----\n']) {
    const { text, quoted } = trimQuoted(`It works now.\n\n${rule}${head}\n\nWe look at it.\n`)
    expect(text).toBe('It works now.')
    expect(quoted).toContain('We look at it.')
  }
})

test.each<[string, string]>([
  ['a mail without history', 'The roof leaks.\n\nOn Monday it was dry.\nRegards, Carla'],
  [
    'answers between the lines',
    'See below.\n\nOn Mon, Nov 23, 2026 Ava <a@b.cc> wrote:\n> Is it wet?\nYes.\n> How wet?\nVery.',
  ],
  ['history without a word above it', 'On Mon, Nov 23, 2026 Ava <a@b.cc> wrote:\n> Is it wet?'],
  [
    'something forwarded',
    'Look:\n\n---------- Forwarded message ---------\nFrom: Dev <d@e.ff>\nDate: today\nSubject: The bill\n\nIt is wrong.',
  ],
  ['a list that is spoken of', 'He wrote:\n\nthe roof leaks.\n\nAnd then nothing.'],
])('%s is kept whole', (_, text) => {
  expect(trimQuoted(text)).toEqual({ text, quoted: null })
})

test('what is forwarded by its subject is kept whole, in several languages', () => {
  for (const subject of ['Fwd: The bill', 'FW: x', 'WG: Rechnung', 'TR : facture', '[EXTERNAL] Fwd: x'])
    expect(isForward(subject)).toBe(true)
  for (const subject of ['Re: The bill', 'Forward planning', 'AW: x']) expect(isForward(subject)).toBe(false)
  const text = 'See:\n\nFrom: Dev\nSent: today\nTo: x\nSubject: The bill\n\nIt is wrong.'
  expect(trimQuoted(text, { forward: true }).text).toBe(text)
})

test.each([
  ['Gmail', '<p>Yes.</p><div class="gmail_quote gmail_quote_container">'],
  ['Outlook on the web', '<p>Yes.</p><div id="divRplyFwdMsg" dir="ltr">'],
  ['Outlook', `<p>Yes.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt'>`],
  ['Apple Mail', '<p>Yes.</p><blockquote type="cite">'],
])('history in HTML of %s is where it begins', (_, html) => {
  expect(withoutHistory(`${html}We look at it.`)).toBe('<p>Yes.</p>')
})
