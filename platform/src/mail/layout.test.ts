import { expect, test } from 'vitest'
import { mailLayout } from './layout.ts'

const layout = {
  title: 'Maintenance on Sunday',
  paragraphs: [
    'We move the database to a larger machine. While that lasts nobody can sign in, and what was begun before is kept.',
    {
      facts: [
        ['When', 'Sunday 29 November 2026, 02:00 to 04:00 PST, which is 10:00 to 12:00 UTC, two hours'],
        ['Affected', 'Dues & payments'],
      ] as const,
    },
    {
      html: '<p>It is <strong>safe</strong>.</p>',
      text: 'It is **safe**.\n- What is below an item of a list stands below the first word of that item.',
    },
  ],
  button: {
    label: 'See the status page',
    url: 'https://status.example.com/status/maintenance/mnt_1?a=1&b=2',
  },
  footer: 'You are told because you are a contact of Carla <HOA>.',
}

test('a mail reads well as plain text: lines of 72 characters, links whole', () => {
  expect(mailLayout(layout).text).toBe(`Maintenance on Sunday

We move the database to a larger machine. While that lasts nobody can
sign in, and what was begun before is kept.

When:     Sunday 29 November 2026, 02:00 to 04:00 PST, which is 10:00 to
          12:00 UTC, two hours
Affected: Dues & payments

It is **safe**.
- What is below an item of a list stands below the first word of that
  item.

See the status page:
https://status.example.com/status/maintenance/mnt_1?a=1&b=2

--
You are told because you are a contact of Carla <HOA>.
`)
})

test('its HTML says the same, with every text escaped', () => {
  const { html } = mailLayout(layout)
  for (const said of [
    'Maintenance on Sunday',
    'Dues &amp; payments',
    'Carla &lt;HOA&gt;',
    '<strong>safe</strong>',
  ])
    expect(html).toContain(said)
  expect(html).toContain('a=1&amp;b=2')
  expect(html).not.toContain('<HOA>')
})
