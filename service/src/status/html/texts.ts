import type { DayState } from '../view/days.ts'
import type { Standing } from '../view/interruptions.ts'
import type { Impact, IncidentState, MaintenanceState, State, VendorState } from '../view/source.ts'
import type { Overall } from '../view/view.ts'

/**
 * Every sentence of the public pages, in one place and in English; a translation replaces this file. It is long because
 * who translates wants one file.
 */
export const texts = {
  language: 'en',
  /** The language that Intl writes dates in. */
  dates: 'en-US',
  brand: 'TractOps',
  skip: 'Skip to the content',
  pages: { status: 'Status', sla: 'Agreement', history: 'History', api: 'API' },
  navigation: 'Pages',
  title: { status: 'Status', sla: 'Service level agreement', history: 'Uptime by month' },

  state: { up: 'up', degraded: 'degraded', down: 'down', unmeasured: 'not measured' } satisfies Record<
    State,
    string
  >,
  stateWord: { up: 'Up', degraded: 'Degraded', down: 'Down', unmeasured: 'Not measured' } satisfies Record<
    State,
    string
  >,
  legend: {
    title: 'How to read the bars',
    up: 'up all day',
    degraded: 'degraded at some time',
    down: 'down at some time',
    partly: 'up, partly measured',
    unmeasured: 'not measured',
  } satisfies Record<DayState | 'title', string>,

  overall(o: Overall): string {
    if (o.total === 0) return 'Nothing is watched yet'
    if (o.state === 'up') {
      if (o.incidents > 0)
        return o.incidents === 1 ? 'One incident is open' : `${o.incidents} incidents are open`
      return o.maintenances > 0 ? 'Maintenance is under way' : 'Everything works'
    }
    if (o.state === 'unmeasured') {
      return o.unmeasured.length === o.total
        ? 'Nothing is being measured right now'
        : 'All that is measured works'
    }
    const told = [
      [o.down, 'down'],
      [o.degraded, 'degraded'],
    ] as const
    return told
      .filter(([names]) => names.length > 0)
      .map(([names, state]) => clause(names, state, o.total))
      .join('; ')
  },
  overallNote(o: Overall): string {
    if (o.total === 0) return 'Name the components to watch in tractops.yaml, and start the service again.'
    const up = o.total - o.down.length - o.degraded.length - o.unmeasured.length
    const rest =
      o.unmeasured.length === 0 || o.unmeasured.length === o.total
        ? ''
        : ` ${clause(o.unmeasured, 'not being measured', o.total)}.`
    if (o.unmeasured.length === o.total) {
      return o.total === 1
        ? 'No check has been confirmed yet.'
        : `None of the ${o.total} components has a fresh, confirmed check.`
    }
    if (up === o.total)
      return o.total === 1 ? 'The one component is up.' : `All ${o.total} components are up.`
    return `${up} of ${o.total} components ${up === 1 ? 'is' : 'are'} up.${rest}`
  },
  asOf: 'As of',
  stale: 'The measurements cannot be read just now. This is what was known at the time below; checks go on.',
  practice:
    'What is watched here is a practice application, made to be broken on purpose. Nobody’s community depends on it.',
  practiceLink: 'Open the practice application',

  uptimeOf: (month: string) => `Uptime in ${month}, so far`,
  noUptime: 'Not measured yet',
  noUptimeNote: 'The figure appears with the first confirmed check.',
  promised: 'Promised',
  promisedValue: (target: string) => `${target} %`,
  kept: 'kept so far',
  keptWhole: 'kept',
  below: 'below it so far',
  missed: 'missed this month',
  budget: 'Error budget',
  budgetUsed: (used: string, allowed: string) => `${used} used of ${allowed}`,
  budgetLeft: (left: string) => `${left} left`,
  budgetOver: (over: string) => `${over} over`,
  unmeasured: 'Not measured',
  measuredAll: (measured: string) => `of ${measured}, all of the month so far`,
  measuredWhole: (measured: string) => `of ${measured}, the whole month`,
  measuredPart: (measured: string, elapsed: string) =>
    `of the ${measured} that were measured, of ${elapsed} so far`,
  measuredSince: (measured: string) => `of the ${measured} measured since`,
  unmeasuredNote:
    'The figure speaks for the measured time alone. The month closes once the rest has been settled.',
  period: 'The month',
  periodNote: (minutes: string) => `Pacific time, ${minutes} minutes`,
  to: 'to',
  strip: (measured: string, down: string) => `The month so far: ${measured} measured, ${down} down.`,
  stripKey: { measured: 'measured', down: 'down', unmeasured: 'not measured' },

  components: 'Components',
  counted: 'These count: their outages are held against the agreement.',
  notCounted: 'These are watched and told, and do not count against the agreement.',
  counts: 'counts',
  since: 'since',
  underMaintenance: 'under maintenance',
  by: (who: string) => (who === 'automatic' ? 'said automatically' : `by ${who}`),
  recent: (count: number) =>
    count === 1
      ? 'One incident was resolved in these days:'
      : count < 100
        ? `${count} incidents were resolved in these days:`
        : 'A hundred incidents and more were resolved in these days:',
  days: (count: number) => `${count} days ago`,
  dayNow: 'today',
  dayByDay: 'Day by day',
  bars: (name: string, days: Record<DayState, number>) =>
    `${name}, last 90 days: ${[
      [days.up, 'up'],
      [days.partly, 'up and partly measured'],
      [days.degraded, 'with degraded time'],
      [days.down, 'with an outage'],
      [days.unmeasured, 'not measured'],
    ]
      .filter(([count]) => count !== 0)
      .map(([count, word]) => `${count} ${word}`)
      .join(', ')}.`,
  upShare: (percent: string) => `${percent} % without outage in 90 days`,
  never: 'not measured yet',
  table: { day: 'Day', story: 'What was measured' },
  allDay: { up: 'Up all day', unmeasured: 'Not measured' },
  allDays: {
    up: (n: number) => `Up on all ${n} days`,
    unmeasured: (n: number) => `Not measured on ${n} days`,
  },
  soFar: 'so far',
  dayPart: {
    up: (length: string) => `up ${length}`,
    degraded: (length: string) => `degraded ${length}`,
    down: (length: string) => `down ${length}`,
    unmeasured: (length: string) => `not measured ${length}`,
  } satisfies Record<State, (length: string) => string>,

  interruptions: 'Interruptions',
  interruptionsNote: (days: number) => `Confirmed in the last ${days} days.`,
  none: (days: number) => `None in the last ${days} days.`,
  noneMeasured: 'None have been seen; measuring has only just begun.',
  more: (count: number) => `And ${count} more in these days; /api/v1/components lists them all.`,
  interruption: { down: 'Down', degraded: 'Degraded' },
  lasts: 'still going on',
  soFarLength: (length: string) => `${length} so far`,
  standing: {
    counts: 'Counts against the agreement.',
    short: 'Shorter than 60 s, so it counts nowhere.',
    not_yet: 'Counts once it has lasted 60 s.',
    degraded: 'Degraded, so it does not count as downtime.',
    not_critical: 'Told, not counted: this component is not critical.',
  } satisfies Record<Standing, string>,

  how: 'How this is measured',
  howText: (interval: string) =>
    `Each component is checked from outside, ${interval} apart or less. A change for the worse is shown once the next check has confirmed it, and is dated at the first check that saw it. An outage lasts until the first good check. Nobody edits these figures: the engine that will decide credits makes them.`,
  howZone:
    'Days and months are those of Los Angeles, where TractOps is at home; a day of a clock change has 23 or 25 hours.',

  incident: {
    active: 'Incidents',
    past: 'Incidents',
    unresolved: 'Not resolved yet',
    pastNote: 'Of the last 90 days. Those of each month are told with its figures, under',
    resolved: 'Resolved',
    nonePast: 'No incident was resolved in the last 90 days.',
    more: 'Earlier ones of these days are each told with their month.',
    updates: 'What was said',
    nothingSaid: 'Nothing has been said about it yet.',
    allUpdates: (count: number) => `All ${count} updates`,
    automatic: 'Opened by the measurement itself.',
    backdated: 'Written later, at',
    edited: (count: number) => (count === 1 ? 'Changed once' : `Changed ${count} times`),
    until: 'Until',
    when: 'When',
    length: 'Length',
    noComponents: 'None named',
    cause: 'Cause',
    causeOpen: 'Not found yet',
    causes(kind: string, vendor?: string): string {
      if (kind === 'own') return 'Our own'
      if (kind === 'maintenance') return 'Maintenance'
      if (kind === 'force_majeure') return 'Force majeure'
      if (kind === 'customer_side') return 'Connectivity on the customer’s side'
      const name = vendor ?? kind
      return `A third party: ${name.charAt(0).toUpperCase()}${name.slice(1)}`
    },
    saidBy: (who: string) => `recorded by ${who},`,
    excluded: 'Excluded from the uptime target',
    notExcluded: 'Not excluded: what counted, counted in full.',
    states: {
      investigating: 'Investigating',
      identified: 'Identified',
      monitoring: 'Monitoring',
      resolved: 'Resolved',
      postmortem: 'Postmortem',
    } satisfies Record<IncidentState, string>,
    impacts: {
      none: 'No impact',
      minor: 'Minor impact',
      major: 'Major impact',
      critical: 'Critical impact',
    } satisfies Record<Impact, string>,
  },
  maintenance: {
    title: 'Maintenance',
    underWay: 'Maintenance under way',
    upcoming: 'Announced maintenance',
    calendar: 'calendar for your own (iCalendar)',
    all: 'All maintenance, and a calendar of it',
    coming: 'Under way and to come',
    noneComing: 'None is announced.',
    over: 'Completed and cancelled',
    nonePast: 'None in the last 90 days.',
    pastNote:
      'Announced at least 48 hours ahead where it is to be excluded from the uptime target. Also as a',
    what: 'What is done',
    overrunNote: 'It has run over its announced end; what is down since then counts as downtime.',
    announcedFor: 'Announced for',
    notice: 'Notice',
    enough: 'At least 48 hours',
    notEnough: 'Not enough: nothing of it is excluded',
    published: 'Published here',
    emailed: 'Last customer’s email accepted',
    emails: 'Emails to customers',
    nobodyToTell: 'None: there was no customer to write to.',
    started: 'Begun',
    completed: 'Completed',
    cancelled: 'Cancelled',
    states: {
      scheduled: 'Announced',
      in_progress: 'Under way',
      overrun: 'Over its time',
      completed: 'Completed',
      cancelled: 'Cancelled',
    } satisfies Record<MaintenanceState, string>,
  },
  vendors: {
    title: 'Services we depend on',
    note: 'What each says of itself on its own status page, as we last read it. What could not be read is unknown.',
    unread: 'Its page could not be read.',
    states: {
      operational: 'Operational',
      degraded: 'Degraded',
      partial_outage: 'Partial outage',
      major_outage: 'Major outage',
      maintenance: 'Under maintenance',
      unknown: 'Unknown',
    } satisfies Record<VendorState['state'], string>,
  },
  follow: {
    title: 'Hear of changes',
    note: 'Every incident and every maintenance, as it is told here.',
    links: [
      ['/status/subscribe', 'Email'],
      ['/status/feed.atom', 'Atom'],
      ['/status/feed.rss', 'RSS'],
      ['/status/feed.json', 'JSON Feed'],
      ['/status/maintenance.ics', 'iCalendar'],
      ['/status/api/v2/summary.json', 'Statuspage API'],
    ] as readonly (readonly [string, string])[],
  },
  badge: {
    up: 'up',
    degraded: 'degraded',
    down: 'down',
    unmeasured: 'not measured',
    maintained: 'maintenance',
  },
  subscribe: {
    title: 'Hear of changes by email',
    note: 'A mail for every incident and every maintenance, as it is told, and one more when it is over.',
    email: 'Your address',
    which: 'Of what?',
    whichNote: 'Choose none to hear of everything.',
    button: 'Send me a link to confirm',
    privacy: 'The address is used for this alone, and forgotten when you unsubscribe.',
    addressInvalid: 'Write one address, such as carla@example.com.',
    lookTitle: 'Look into your mail',
    look: 'If the address can be written to, a mail is on its way to it. The link in it is good for 48 hours.',
    confirmTitle: 'Confirm',
    confirm: 'Yes, tell me of changes',
    sentTo: (email: string) => `Changes are mailed to ${email}.`,
    manageTitle: 'What you hear of',
    save: 'Save',
    saved: 'Saved.',
    suspended: (because: string) =>
      `Nothing is sent for now, as the address refused mail: ${because} Subscribe again once it takes mail.`,
    end: 'Unsubscribe',
    endTitle: 'Unsubscribe',
    endNote: 'Nothing more will be sent to you, and your address will be forgotten.',
    ended: 'Unsubscribed',
    endedNote: 'Nothing more will be sent to you, and your address has been forgotten.',
    confirmMail: {
      subject: 'Confirm that you want to hear of changes at TractOps',
      title: 'One step more',
      body: 'Somebody, and we hope you, asked that changes at TractOps be mailed to this address: incidents, and maintenance. Confirm it within 48 hours, or leave this mail alone, and nothing more will come.',
      button: 'Confirm',
    },
    knownMail: {
      subject: 'You hear of changes at TractOps already',
      title: 'You are subscribed already',
      body: 'Somebody, and we hope you, asked that changes at TractOps be mailed to this address. They are already. This link leads to what you hear of.',
      button: 'See or change it',
    },
    askedFooter: 'Sent because this address was written into the form of our status page.',
    footer: (email: string) => `Sent to ${email}, who subscribed to changes on the status page of TractOps.`,
    manage: 'Change what you hear of, or unsubscribe',
    see: 'See it on the status page',
    merged: 'It is told together with another incident from now on.',
    facts: {
      state: 'State',
      impact: 'Impact',
      components: 'Components',
      since: 'Since',
      length: 'Length',
      begins: 'Begins',
      ends: 'Ends',
    },
  },
  copy: {
    madeAt: 'This is a copy, made at',
    note: 'A new one is made every few seconds; one that is minutes old means that we cannot be reached, and says what was known then.',
    ago: 'That is # min ago.',
    overAt: 'This is a copy. This page, of what is over, was made at',
    overNote: 'How old the copy is as a whole, it says under',
    moved: 'It is told here now.',
  },
  exclusion: {
    kinds: { maintenance: 'Maintenance', vendor: 'Third party', force_majeure: 'Force majeure' },
    accepted: 'accepted',
    refused: 'refused',
    used: (length: string) => `${length} of downtime excused`,
  },
  declaration: {
    by: (name: string) => `Force majeure, declared by ${name}.`,
    published: 'published',
    withdrawn: (name: string) => `Withdrawn by ${name},`,
  },
  monthPage: {
    exclusions: 'Exclusions',
    noExclusions: 'None was claimed: all of the downtime counts.',
    incidents: 'Incidents',
    noIncidents: 'None.',
    noMaintenance: 'None.',
    down: 'Down, counted',
    excluded: 'Down, excluded',
    data: 'Data',
    json: 'These figures as JSON',
    pages: 'Pages of incidents',
    earlier: 'Previous',
    later: 'Next',
    pageOf: (page: number, pages: number) => `Page ${page} of ${pages}.`,
  },

  historyNote:
    'Calendar months in Pacific time, judged by the version of the agreement in force when each began.',
  historyHead: ['Month', 'Uptime', 'Down, counted', 'Down, excluded', 'Not measured', 'Credit tier'],
  historyEmpty: 'No month has been measured yet. The first figure appears with the first confirmed check.',
  running: 'still running',
  noCredit: 'none',
  open: 'open',
  creditTier: (percent: number) => `${percent} %`,

  slaVersion: (version: string) => `Version ${version}, in force from`,
  contents: 'On this page',
  live: {
    title: 'So far this month',
    credit: 'Credit due as it stands',
    creditNone: 'none',
    creditTier: (percent: number) => `${percent} % of the monthly fee`,
    creditOpen: 'The month cannot be closed while some of it has still to be settled.',
    critical: 'Critical components, and their state now',
    watched: 'Watched, and not counted',
    components: 'Name the components to watch in tractops.yaml.',
    responses: 'Nobody has asked anything this month.',
    responsesTitle: 'First responses in time',
    responsesOf: (met: number, all: number) => `${met} of ${all} first responses were in time`,
    responsesWaiting: (n: number) =>
      n === 1 ? 'one question waits within its time' : `${n} questions wait within their time`,
    responsesLine: (severity: string, met: number, all: number) => `${severity}: ${met} of ${all}`,
    meetings: 'No meeting has been asked for yet.',
    exclusionsNone: 'No exclusion has been claimed.',
    exclusions: (accepted: number, refused: number, used: string) =>
      `${accepted} accepted and ${refused} refused; ${used} of downtime excused.`,
    maintenance: 'No maintenance has been announced.',
    announced: 'Announced now',
  },
  meanings: 'What the words mean',
  meaningsNote: (count: number) =>
    `Where the text leaves a word open, this is how it is read: ${count} parameters, each with its value and the reason for it.`,
  meaningsHead: ['Row', 'The text leaves open', 'How it is read', 'Why'],
}

/** "Payments are down", "Sign-in and Voting are degraded", "4 of 10 components are down". */
function clause(names: readonly string[], state: string, total: number): string {
  if (names.length > 3) return `${names.length} of ${total} components are ${state}`
  const last = names.at(-1)!
  const list = names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
  return `${list} ${names.length > 1 || isPlural(last) ? 'are' : 'is'} ${state}`
}

/** By the look of an English name: "Payments" and "Dues and payments" are many, "Sign-in" and "Status" are one. */
function isPlural(name: string): boolean {
  return /(?<![sui])s$/i.test(name.trim())
}
