/** What somebody wrote, and the history below it that their mail program added; null where there is none. */
export type Trimmed = { text: string; quoted: string | null }

/** "On … wrote:" as mail programs say it above what they quote, in the languages that we have met; they may break it in lines. */
const ATTRIBUTIONS = [
  /^(On|At)\b.{6,300}\bwrote\s?:$/,
  /^(Am|Den|Der)\b.{6,300}\b(schrieb|skrev)\b.{0,200}:$/,
  /^Le\b.{6,300}\ba\s+écrit\s?:$/,
  /^El\b.{6,300}\bescribió\s?:$/,
  /^(Il|In data)\b.{6,300}\b(ha scritto|scrive|scriveva)\s?:$/,
  /^Em\b.{6,300}\bescreveu\s?:$/,
  /^Op\b.{6,300}\bschreef\b.{0,200}:$/,
  /^(W dniu|Dnia)\b.{6,300}(pisze|napisał\(a\)|napisała?)\s?:$/,
  /^Dne\b.{6,300}napsala?\(?a?\)?\s?:$/,
  /^在.{4,300}写道\s?[:：]$/,
  /^\d{4}年.{2,300}[:：]$/,
  /^\d{4}\s?[./년].{2,300}(작성|のメッセージ)\s?[:：]$/,
]

/** Those that begin with anything. */
const OPEN_ATTRIBUTIONS = [
  /^.{3,200}\s<?\S+@\S+>?\s(wrote|schrieb|a écrit|escribió|ha scritto|escreveu|skrev|schreef|napisał\(?a?\)?)\s?:$/,
  /^.{0,300}\d{4}.{0,300}\b(wrote|kirjoitti|написала?\(?а?\)?|пишет)\s?:$/,
  /^.{4,300}(於|于).{0,200}(寫|写)道\s?[:：]$/,
]

/** Outlook begins its history with a block of headers, in the reader's language. */
const FROM =
  /^\*?(From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|Gönderen|От|发件人|寄件者|差出人|보낸 사람)\s?[:：]\*?\s*\S/
const SENT =
  /^\*?(Sent|Date|Gesendet|Datum|Envoyé|Date d'envoi|Enviado|Enviado el|Fecha|Data|Inviato|Verzonden|Skickat|Sendt|Dato|Wysłano|Odesláno|Lähetetty|Gönderme Tarihi|Отправлено|Дата|发送时间|寄件日期|送信日時|보낸 날짜)\s?[:：]\*?/
const SUBJECT =
  /^\*?(Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Temat|Předmět|Aihe|Konu|Тема|主题|主旨|件名|제목)\s?[:：]\*?/

const ORIGINAL =
  /^[-_]{2,}\s?(Original Message|Reply message|Original-Nachricht|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht|Ursprungligt meddelande|Opprinnelig melding|Oprindelig besked|Wiadomość oryginalna|Исходное сообщение|原始邮件|元のメッセージ)\s?[-_]{2,}$/i

const FORWARDED =
  /^([-_]{2,}\s?(Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Mensagem encaminhada|Messaggio inoltrato|Doorgestuurd bericht)|(Begin forwarded message|Anfang der weitergeleiteten Nachricht|Début du message transféré)\s?:)/i

/** A subject that says that what is below is what the mail is about. */
export const isForward = (subject: string): boolean =>
  /^\s*(\[[^\]]{1,40}\]\s*)?(fwd?|fw|wg|tr|rv|i|enc|vs|pd|doorst|vb|i?leti)\s*[:：]/i.test(subject)

/**
 * Parts what was written from the history below it. Where answers stand between quoted lines, where something is forwarded, or
 * where nothing would be left, all of it is kept as it is: a doubt costs some lines to read, and never a word.
 */
export function trimQuoted(text: string, { forward = false }: { forward?: boolean } = {}): Trimmed {
  const whole = { text: text.trim(), quoted: null }
  if (forward) return whole
  const lines = text.split('\n')
  const at = historyAt(lines)
  if (at === null) return whole
  const written = lines.slice(0, at).join('\n').trim()
  const rest = lines.slice(at)
  if (written === '' || isInterleaved(rest)) return whole
  return { text: written, quoted: rest.join('\n').trim() || null }
}

/** The first line of the history; null where there is none. */
function historyAt(lines: readonly string[]): number | null {
  for (const [n, line] of lines.entries()) {
    const bare = line.trim()
    if (FORWARDED.test(bare)) return null
    if (ORIGINAL.test(bare) || isOutlookHead(lines, n)) return afterRule(lines, n)
    if (isAttribution(bare, lines, n + 1)) return n
    for (const height of [2, 3]) {
      const parts = lines.slice(n, n + height).map((part) => part.trim())
      const joined = parts.join(' ')
      if (!parts.includes('') && joined.length < 600 && ATTRIBUTIONS.some((form) => form.test(joined)))
        return n
    }
  }
  return quotedTailAt(lines)
}

function isAttribution(line: string, lines: readonly string[], next: number): boolean {
  if (!/[:：]$/.test(line) || line.startsWith('>') || line.length > 600) return false
  if (ATTRIBUTIONS.some((form) => form.test(line))) return true
  if (OPEN_ATTRIBUTIONS.some((form) => form.test(line))) return true
  // In any other language: a line with an address or a date that ends in a colon, right above what is quoted.
  const follows = lines.slice(next, next + 3).find((one) => one.trim() !== '')
  return follows?.startsWith('>') === true && /\S@\S|\b\d{4}\b/.test(line)
}

function isOutlookHead(lines: readonly string[], n: number): boolean {
  if (!FROM.test(lines[n]!.trim())) return false
  const block = lines.slice(n + 1, n + 8).map((line) => line.trim())
  return block.some((line) => SENT.test(line)) && block.some((line) => SUBJECT.test(line))
}

/** The rule that Outlook draws above the block belongs to it. */
function afterRule(lines: readonly string[], n: number): number {
  let at = n
  while (at > 0 && /^\s*[_*-]{5,}\s*$|^\s*$/.test(lines[at - 1]!)) at -= 1
  return at
}

/** Quoted lines at the end, without a word above them of whose they are. */
function quotedTailAt(lines: readonly string[]): number | null {
  let at = lines.length
  let quoted = 0
  while (at > 0 && /^>|^\s*$/.test(lines[at - 1]!)) {
    at -= 1
    if (lines[at]!.startsWith('>')) quoted += 1
  }
  return quoted === 0 ? null : at
}

/** Answers between quoted lines: unquoted words after a quoted line. A signature below the history is none. */
function isInterleaved(rest: readonly string[]): boolean {
  const first = rest.findIndex((line) => line.startsWith('>'))
  if (first === -1) return false
  const after = rest.slice(first)
  const signature = after.findIndex((line) => /^(-- ?|_{2,})$/.test(line))
  return after
    .slice(0, signature === -1 ? undefined : signature)
    .some((line) => line.trim() !== '' && !line.startsWith('>'))
}
