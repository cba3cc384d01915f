import { Button, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLive } from './live.ts'
import { Navigation } from './navigation.tsx'
import { openPalette, Palette } from './palette.tsx'
import { Shortcuts } from './shortcuts.tsx'

/** The frame around every page: navigation, palette, shortcuts, and the line that says what has changed. */
export function Shell() {
  const [opened, drawer] = useDisclosure(false)
  const { pathname } = useLocation()
  useLive()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer.
  useEffect(drawer.close, [pathname])
  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <nav className="top" aria-label="Menu and search">
        <Button variant="default" size="xs" onClick={drawer.open} aria-expanded={opened}>
          Menu
        </Button>
        <span className="brand">TractOps</span>
        <Button variant="default" size="xs" onClick={openPalette}>
          Search
        </Button>
      </nav>
      <Drawer opened={opened} onClose={drawer.close} title="TractOps" size="18rem">
        <Navigation />
      </Drawer>
      <div className="frame">
        <aside className="side" aria-label="Where to go">
          <span className="brand">TractOps</span>
          <Navigation />
        </aside>
        <main className="content" id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Palette />
      <Shortcuts />
    </>
  )
}
