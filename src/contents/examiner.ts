// What looks at files. It holds all detectors, and is loaded where files are read: in threads, else where none can start.
export { examineAll } from './examine-all.ts'
export { FileExaminer } from './examine-file.ts'
