import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { ROLES } from '../../api/types.ts'
import { useMe } from '../entry/use-me.ts'
import { PAGES } from '../pages.ts'
import { lazily } from '../parts/lazily.ts'
import { shownKeys, useKeysOff, useShownKeys } from './keys.ts'

const ShortcutList = lazily(async () => (await import('./shortcut-list.tsx')).ShortcutList)

const SECOND_KEY_MS = 1_200

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** What Enter presses by itself. */
const isPressable = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('a, button, summary, [role=tab]') !== null

/** g and a letter goes to a page, c begins what the page makes, a page has its own, ? shows them all. Not while something is typed. */
export function Shortcuts() {
  const navigate = useNavigate()
  const { data: me } = useMe()
  const [opened, help] = useDisclosure(false)
  const here = useShownKeys()
  const off = useKeysOff()
  const goneSince = useRef(Number.NEGATIVE_INFINITY)
  const rank = ROLES.indexOf(me?.role ?? 'viewer')
  const pages = PAGES.filter(({ key, role = 'viewer' }) => key !== undefined && ROLES.indexOf(role) <= rank)
  useEffect(() => {
    if (off) return
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return
      if (document.querySelector('[aria-modal=true]') !== null) return
      const followsG = event.timeStamp - goneSince.current < SECOND_KEY_MS
      goneSince.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      const page = followsG ? pages.find(({ key }) => key === event.key) : undefined
      if (page) void navigate({ to: page.path })
      else if (followsG) return
      else if (event.key === '?') help.open()
      else if (event.key === 'c') document.querySelector<HTMLElement>('[data-shortcut=c]')?.click()
      else {
        const key = shownKeys().find(({ keys }) => keys.split(' ').includes(event.key))
        if (key === undefined || (event.key === 'Enter' && isPressable(event.target))) return
        key.run()
      }
      event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [navigate, pages, help, off])
  return (
    <Suspense>{opened ? <ShortcutList here={here} pages={pages} onClose={help.close} /> : null}</Suspense>
  )
}
