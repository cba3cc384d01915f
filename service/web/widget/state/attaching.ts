import type { Settings } from '../settings.ts'
import { sizeText } from '../times.ts'
import { Refused } from './api.ts'
import type { Identity } from './identity.ts'
import type { Store } from './store.ts'
import type { Attached, Now } from './types.ts'
import { type Upload, upload } from './uploads.ts'

const PAUSE_MS = 8_000

/** What it needs of the client, whose `said` it sets for those who hear the page. */
type Owner = {
  readonly settings: Settings
  readonly store: Store
  readonly identity: Identity
  readonly now: Now | null
  readonly current: string
  said: string
}

/** The files of what is being written: sent one after the other as they are chosen, again for as long as there is no answer. */
export class Attaching {
  uploads: Upload[] = []
  readonly #owner: Owner
  readonly #onChange: () => void
  #sending = false

  constructor(owner: Owner, onChange: () => void) {
    this.#owner = owner
    this.#onChange = onChange
  }

  add(files: Iterable<File>): void {
    const { now, current } = this.#owner
    for (const file of files) {
      const problem = now && file.size > now.fileBytes ? `It is larger than ${sizeText(now.fileBytes)}.` : ''
      this.uploads.push({ file, ticket: current, part: 0, problem, waiting: false })
    }
    this.#onChange()
    void this.#sendNext()
  }

  remove(file: Attached | Upload): void {
    const { store, current } = this.#owner
    this.uploads = this.uploads.filter((one) => one !== file)
    const draft = store.draft(current)
    draft.files = draft.files.filter((one) => one !== file)
    store.save()
    this.#onChange()
  }

  async #sendNext(): Promise<void> {
    const next = this.uploads.find(({ problem }) => !problem)
    if (this.#sending || next === undefined) return
    this.#sending = true
    const { settings, store, identity } = this.#owner
    const query = new URLSearchParams({ name: next.file.name, draft: store.kept.draftId })
    let pauseMs = 0
    try {
      const token = await identity.token()
      const made = await upload(`${settings.server}/widget/api/attachments?${query}`, {
        file: next.file,
        token,
        onPart: (part) => {
          next.part = part
          this.#onChange()
        },
      })
      if (this.uploads.includes(next)) store.draft(next.ticket).files.push(made)
      this.uploads = this.uploads.filter((one) => one !== next)
      this.#owner.said = `${made.name} is attached.`
      store.save()
    } catch (err) {
      if (err instanceof Refused && err.againMs === null) next.problem = err.message
      else pauseMs = err instanceof Refused ? err.againMs! : PAUSE_MS
      next.waiting = pauseMs > 0
    }
    this.#sending = false
    this.#onChange()
    setTimeout(() => void this.#sendNext(), pauseMs)
  }
}
