import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { Gate } from './entry/gate.tsx'
import { PAGES } from './pages.ts'
import { ProblemNote } from './parts/told.tsx'
import { Shell } from './shell/shell.tsx'

/** The routes: an invitation's page for those who are nobody yet, and behind the gate every page of pages.ts. */
export function createConsoleRouter() {
  const root = createRootRoute({ component: Outlet })
  const welcome = createRoute({
    getParentRoute: () => root,
    path: '/welcome',
    component: lazyRouteComponent(() => import('./entry/welcome.tsx'), 'Welcome'),
  })
  const inside = createRoute({
    getParentRoute: () => root,
    id: 'inside',
    component: () => (
      <Gate>
        <Shell />
      </Gate>
    ),
  })
  const pages = PAGES.map(({ path, load }) =>
    createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load, 'Page') }),
  )
  const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: Nowhere })
  return createRouter({
    routeTree: root.addChildren([welcome, inside.addChildren([...pages, nowhere])]),
    basepath: '/console',
    defaultErrorComponent: ({ error }) => <ProblemNote error={error} onRetry={() => location.reload()} />,
    defaultNotFoundComponent: Nowhere,
  })
}

function Nowhere() {
  return (
    <>
      <title>No page here · TractOps</title>
      <header>
        <h1>There is no page here</h1>
      </header>
      <p>The navigation and Ctrl-K lead to those there are.</p>
    </>
  )
}
