import { spellToTheSecond } from '../../notation/index.ts'
import type { Outage } from './outages.ts'

const MOST_NAMES = 3

/** What the machine writes, in the contract's zone and in UTC; every text says that no person wrote it. */
export function machineTexts(zone: string) {
  const at = (instant: Temporal.Instant) => spellToTheSecond(instant, zone)
  const during = ({ start, end }: Outage) =>
    end === null ? `since ${at(start)}` : `from ${at(start)} to ${at(end)}`
  return {
    title: (names: readonly string[]) => {
      const more = names.length - MOST_NAMES
      return `Outage: ${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    },
    /** For staff, as plain text. */
    found: (outages: readonly Outage[]) =>
      `${outages.map((one) => `${one.name}: down ${during(one)}`).join('; ')}. Our checks found this.`,
    opened: (outages: readonly Outage[]) =>
      `${outages.map((one) => `**${one.name}**: down ${during(one)}.`).join('\n')}\n\nOur checks found this and this text was written automatically. Staff will write here what they find.`,
    joined: (outages: readonly Outage[], before: ReadonlySet<string>) =>
      `${outages
        .map(
          (one) => `**${one.name}**: ${before.has(one.key) ? 'down again' : 'down as well'} ${during(one)}.`,
        )
        .join('\n')}\n\nOur checks found this and this text was written automatically.`,
    recovered: (since: Temporal.Instant, dueAt: Temporal.Instant | null) =>
      `Everything named here passes our checks again, since ${at(since)}. ${
        dueAt === null
          ? 'People will say here when this is resolved.'
          : `If it stays so, this will be resolved at ${at(dueAt)}.`
      }\n\nThis text was written automatically.`,
    resolved: (since: Temporal.Instant) =>
      `Resolved: everything named here has passed our checks since ${at(since)}.\n\nThis text was written automatically.`,
  }
}
export type MachineTexts = ReturnType<typeof machineTexts>
