import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { ProblemNote } from '../console/parts/told.tsx'
import { Enter } from './entry/enter.tsx'
import { Gate } from './entry/gate.tsx'

/** The pages of a reader: a link's page for those who are nobody yet, and behind the gate their questions and their month. */
export function createPortalRouter() {
  const root = createRootRoute({ component: Outlet })
  const enter = createRoute({ getParentRoute: () => root, path: '/enter', component: Enter })
  const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Gate })
  const page = (path: string, load: Parameters<typeof lazyRouteComponent>[0]) =>
    createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load, 'Page') })
  return createRouter({
    routeTree: root.addChildren([
      enter,
      inside.addChildren([
        page('/', () => import('./pages/questions.tsx')),
        page('/ask', () => import('./pages/ask.tsx')),
        page('/tickets/$id', () => import('./pages/question.tsx')),
        page('/month', () => import('./pages/month.tsx')),
        page('$', () => import('./pages/nowhere.tsx')),
      ]),
    ]),
    basepath: '/portal',
    defaultErrorComponent: ({ error }) => <ProblemNote error={error} onRetry={() => location.reload()} />,
  })
}
