import type { IRegularForbiddenRuleType } from 'dependency-cruiser'

const TEST = '\\.test\\.tsx?$'
const OURS = ['sla', 'platform', 'service', 'community', 'practice', 'bench', 'test', 'scripts']
const oursBut = (...allowed: string[]) => `^(${OURS.filter((name) => !allowed.includes(name)).join('|')})/`

type Fence = IRegularForbiddenRuleType & { name: string }

const fence = (name: string, comment: string, from: Fence['from'], to: Fence['to']): Fence => ({
  name,
  comment,
  severity: 'error',
  from,
  to,
})

/** The fences: which part may import which. modules.test.ts runs them, and shows that each one holds. */
export const FENCES: Fence[] = [
  fence(
    'resolves',
    'An import that cannot be resolved is one that no fence sees.',
    {},
    { couldNotResolve: true },
  ),
  fence('no-cycles', 'A cycle has no order to read it in.', {}, { circular: true }),
  fence(
    'sla-stands-alone',
    'The engine is pure: besides itself only zod, yaml, @noble/hashes and temporal-polyfill.',
    { path: '^sla/(src|bin)/', pathNot: TEST },
    {
      pathNot: ['^sla/', '(^|/)node_modules/(zod|yaml|@noble/hashes|temporal-polyfill)/'],
      dependencyTypesNot: ['core'],
    },
  ),
  fence(
    'sla-without-node',
    'The engine runs in a browser too: only its command and its reader of the default policies know Node.',
    { path: '^sla/src/', pathNot: [TEST, '^sla/src/cli(\\.ts$|/)', '^sla/src/defaults\\.ts$'] },
    { dependencyTypes: ['core'] },
  ),
  fence(
    'platform-knows-neither',
    'The platform knows nothing of the promise nor of communities.',
    { path: '^platform/' },
    { path: oursBut('platform') },
  ),
  fence(
    'rooms-by-their-door',
    'A room is entered by its index.ts only.',
    { path: '^service/src/([^/]+)/', pathNot: TEST },
    { path: '^service/src/[^/]+/', pathNot: ['^service/src/$1/', '^service/src/[^/]+/index\\.ts$'] },
  ),
  fence(
    'service-by-the-doors',
    'What puts the service together enters the rooms by their doors as well.',
    { path: '^service/(src/[^/]+\\.ts$|bin/)', pathNot: TEST },
    { path: '^service/src/[^/]+/', pathNot: '^service/src/[^/]+/index\\.ts$' },
  ),
  fence(
    'service-below-it',
    'The service stands on the platform and the engine, by what they export.',
    { path: '^service/' },
    {
      path: [oursBut('service', 'platform', 'sla', 'test'), '^(platform|sla)/src/'],
      pathNot: '^(platform/src/(index|testing)|sla/src/(index|defaults))\\.ts$',
    },
  ),
  fence(
    'web-asks-by-http',
    'The pages of staff know the service by its API alone, and the engine by what it exports.',
    { path: '^service/web/', pathNot: TEST },
    { path: [oursBut('service', 'sla'), '^service/(src|bin)/'] },
  ),
  fence(
    'service-serves-what-was-built',
    'The service serves the files that were built of service/web, and imports none of it.',
    { path: '^(service/src|platform)/' },
    { path: '^service/web/' },
  ),
  fence(
    'practice-stands-alone',
    'What is watched must not share a line with what watches it.',
    { path: '^practice/' },
    { path: oursBut('practice') },
  ),
  fence(
    'community-stands-on-platform',
    'The watched application imports nothing of the service.',
    { path: '^community/' },
    { path: oursBut('community', 'platform') },
  ),
  fence('no-imports-of-tests', 'A test is imported by nothing.', {}, { path: TEST }),
  fence(
    'no-test-help-in-the-product',
    'What helps tests does not belong in what runs.',
    { path: '^(sla|platform|service|practice)/(src|bin)/', pathNot: [TEST, '^platform/src/testing'] },
    { path: ['^platform/src/testing', '^(test|[^/]+/test)/'] },
  ),
  fence(
    'scripts-need-nothing',
    'The scripts run before anything is installed.',
    { path: '^scripts/' },
    { pathNot: '^scripts/', dependencyTypesNot: ['core'] },
  ),
]
