import type { IncidentState } from '../words.ts'

export type TemplateText = {
  name: string
  title: string | null
  state: IncidentState | null
  text: string
}

/** The texts that a new installation begins with. */
export const builtIn: (TemplateText & { id: string })[] = [
  {
    id: 'tpl_investigating',
    name: 'We are looking into it',
    title: '{{components}}: we are looking into a problem',
    state: 'investigating',
    text: 'Since {{started_at}}, {{components}} may not work as it should. We are looking into it and write here again within 30 minutes.',
  },
  {
    id: 'tpl_identified',
    name: 'We know what it is',
    title: null,
    state: 'identified',
    text: 'We know what causes the problem with {{components}} and are working on it. Nothing that was entered before is lost. We write here again within 30 minutes.',
  },
  {
    id: 'tpl_vendor',
    name: 'A service that we depend on has an outage',
    title: '{{components}}: a service that we depend on has an outage',
    state: 'identified',
    text: 'A service that we depend on reports an outage, and since {{started_at}} this affects {{components}}. We follow its status page and write here as soon as something changes.',
  },
  {
    id: 'tpl_monitoring',
    name: 'It is mended, and we watch it',
    title: null,
    state: 'monitoring',
    text: 'What caused the problem with {{components}} is mended. We watch whether it stays so and say here when it is over.',
  },
  {
    id: 'tpl_resolved',
    name: 'It is over',
    title: null,
    state: 'resolved',
    text: 'The problem with {{components}} that began at {{started_at}} is over. We are sorry for the trouble.',
  },
  {
    id: 'tpl_postmortem',
    name: 'What we have learned',
    title: null,
    state: 'postmortem',
    text: '# What happened\n\n# What it meant for our customers\n\n# Why it happened\n\n# What we have changed, and what we will\n',
  },
]
