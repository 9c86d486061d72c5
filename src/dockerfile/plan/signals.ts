const NAMES = new Set(
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  ),
)

/** Whether STOPSIGNAL takes it. Mirrors moby/sys signal/signal.go ParseSignal for Linux. */
export function isSignal(text: string): boolean {
  if (/^[+-]?[0-9]+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text) !== 0
  const name = text.toUpperCase().replace(/^SIG/, '')
  const real = /^(?:RTMIN\+(?:[1-9]|1[0-5])|RTMAX-(?:[1-9]|1[0-4]))$/
  return NAMES.has(name) || real.test(name)
}
