import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { inTransaction, type Role } from '@tractops/platform'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../test/browser/launch.ts'
import { composeService } from '../../test/compose-service.ts'
import { ROOT } from '../../test/root.ts'
import { makeAdminLink, welcomeUrl } from '../src/accounts/index.ts'
import { codeOf, PASSWORD, secretIn } from '../src/accounts/testing/visitor.ts'
import { freePortPair } from '../src/testing/run-service.ts'
import { PAGES } from './console/pages.ts'

let service: Awaited<ReturnType<typeof composeService>>
let browser: Browser

beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
  service = await composeService({ practicePort: await freePortPair() })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await service?.close()
})

type Look = BrowserContextOptions & { role?: Role }

/** A browser of its own, signed in where a role is named; fails where a page complains, above all of its policy. */
async function visit(
  path: string,
  { role, ...look }: Look,
  then: (page: Page, context: BrowserContext) => Promise<void>,
) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...look,
  })
  try {
    if (role !== undefined)
      await context.addCookies(
        [...service.sessions[role].cookies].map(([name, value]) => ({ name, value, url: service.url })),
      )
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text())
    })
    await page.goto(service.url + path)
    await then(page, context)
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor()

async function adminLink(): Promise<string> {
  const { token } = await inTransaction(service.p, { kind: 'system', name: 'test' }, makeAdminLink)
  return new URL(welcomeUrl('http://x', token)).pathname + new URL(welcomeUrl('http://x', token)).hash
}

async function accept(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('A password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Go on' }).click()
  await heading(page, /One more thing/)
}

describe('a way in', () => {
  test('from the first link: a password, an app, the overview; out, and in again with the code', async () => {
    await visit(await adminLink(), {}, async (page) => {
      await accept(page, 'Ava', 'ava@tractops.example')
      await page.getByRole('button', { name: 'Use an authenticator app' }).click()
      await page.getByLabel('Your password, once more').fill(PASSWORD)
      await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
      const secret = secretIn(`otpauth://totp/x?secret=${await page.getByTestId('secret').textContent()}`)
      await page.getByLabel('Code from your authenticator app').fill(await codeOf(secret))
      await page.getByRole('button', { name: 'Confirm' }).click()
      await page.getByRole('button', { name: /I have kept them/ }).waitFor()
      expect(await page.locator('.codes li').count()).toBe(10)
      await page.getByRole('button', { name: /I have kept them/ }).click()
      await page.getByRole('heading', { name: 'Components' }).waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await heading(page, 'Sign in')
      await page.getByLabel('Email').fill('ava@tractops.example')
      await page.getByRole('textbox', { name: 'Password' }).fill('not the right one')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('alert').getByText('do not belong together').waitFor()
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await heading(page, 'Your second factor')
      await page.getByLabel('Code from your authenticator app').fill(await codeOf(secret))
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('heading', { name: 'Components' }).waitFor()
    })
  })

  test('with a passkey: made on the device, then all that is asked for, and not to be removed while it is the only one', async () => {
    await visit(await adminLink(), {}, async (page, context) => {
      const device = await context.newCDPSession(page)
      await device.send('WebAuthn.enable')
      await device.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      })
      await accept(page, 'Ben', 'ben@tractops.example')
      await page.getByRole('button', { name: 'Make a passkey on this device' }).click()
      await page.getByRole('heading', { name: 'Components' }).waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await heading(page, 'Sign in')
      await page.getByLabel('Email').fill('ben@tractops.example')
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('alert').getByText('sign in with the passkey').waitFor()
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await page.getByRole('heading', { name: 'Components' }).waitFor()
      await page.getByRole('link', { name: 'Your account' }).click()
      await page.getByRole('button', { name: 'Remove' }).click()
      await page.getByRole('button', { name: 'Remove it' }).click()
      await page.getByRole('alert').getByText('your only second factor').waitFor()
    })
  })
})

describe('every page', () => {
  const pages = PAGES.filter(({ key }) => key !== undefined).map(
    ({ path }) => `/console${path === '/' ? '' : path}`,
  )
  const looks = [...pages, '/console/people?new=person', '/console/nothing'].flatMap((path) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ path, colorScheme })),
  )

  /** Everything that was asked for has been answered and drawn. */
  const settled = async (page: Page) => {
    await page.locator('main h1').waitFor()
    for (const reading of await page.getByText('Reading …').all()) await reading.waitFor({ state: 'hidden' })
  }

  test.each(looks)('axe finds nothing on $path, $colorScheme', async ({ path, colorScheme }) => {
    await visit(path, { role: 'admin', colorScheme }, async (page) => {
      await settled(page)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
    })
  })

  test.each(['light', 'dark'] as const)('axe finds nothing where one signs in, %s', async (colorScheme) => {
    await visit('/console', { colorScheme }, async (page) => {
      await heading(page, 'Sign in')
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
    })
  })

  test.each(pages)('%s fits into 390 px without scrolling sideways', async (path) => {
    await visit(path, { role: 'admin', viewport: { width: 390, height: 800 } }, async (page) => {
      await page.getByRole('button', { name: 'Menu' }).waitFor()
      await settled(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    })
  })
})

describe('by keyboard alone', () => {
  test('to every page by g and a letter, past the navigation, and the list of it all by ?', async () => {
    await visit('/console', { role: 'admin' }, async (page) => {
      await page.getByRole('heading', { name: 'Components' }).waitFor()
      await page.keyboard.press('Tab')
      expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
      for (const { key, path } of PAGES.filter((one) => one.key !== undefined && one.path !== '/')) {
        await page.keyboard.press('g')
        await page.keyboard.press(key!)
        await page.waitForURL(`**/console${path}`)
      }
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    })
  })

  test('an invitation, from c to the link; a refusal stands at its field', async () => {
    await visit('/console/people', { role: 'admin' }, async (page) => {
      await page.getByRole('button', { name: 'Invite somebody' }).waitFor()
      await page.keyboard.press('c')
      await page.getByRole('dialog', { name: 'Invite somebody' }).waitFor()
      await page.getByLabel('Email').waitFor()
      await page.locator('input[type=email]:focus').waitFor()
      await page.keyboard.type('ava-lead@tractops.example')
      await page.keyboard.press('Enter')
      await page.getByText('has this address already').waitFor()
      expect(await page.getByLabel('Email').getAttribute('aria-invalid')).toBe('true')
      await page.getByLabel('Email').press('Control+A')
      await page.keyboard.type('carol@tractops.example')
      await page.keyboard.press('Enter')
      const link = page.getByRole('textbox', { name: 'The invitation’s link' })
      expect(await link.inputValue()).toMatch(/\/console\/welcome#[\w-]{43}$/)
      await page.keyboard.press('Escape')
      await page.getByText('carol@tractops.example, as agent').waitFor()
    })
  })

  test('the palette goes anywhere', async () => {
    await visit('/console', { role: 'lead' }, async (page) => {
      await page.getByRole('heading', { name: 'Components' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.locator('input:focus').waitFor()
      await page.getByPlaceholder('Go to a page, or do something').waitFor()
      await page.keyboard.type('audit')
      await page.keyboard.press('Enter')
      await heading(page, 'Audit trail')
    })
  })
})

test('what somebody else changes is shown without loading anew', async () => {
  await visit('/console/people', { role: 'lead' }, async (page) => {
    await page.getByRole('heading', { name: 'Invited' }).waitFor()
    await page.waitForLoadState('load')
    await service.sessions.admin.ask('POST', '/api/v1/people', {
      email: 'dan@tractops.example',
      role: 'viewer',
    })
    await page.getByText('dan@tractops.example, as viewer').waitFor()
  })
})

test('a viewer sees no page that is not theirs, and is told so where they go there', async () => {
  await visit('/console/people', { role: 'viewer' }, async (page) => {
    await page.getByText('This needs the role lead, and you have viewer.').first().waitFor()
    expect(await page.getByRole('link', { name: 'People & keys' }).count()).toBe(0)
  })
})
