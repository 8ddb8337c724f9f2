// What is written at the desk, kept in this browser until the server has it: one entry a form.
// `put`, `all` and `drop` answer false, [] and false where the browser keeps nothing, or has no room.

const NAME = "desk"
const STORE = "copies"
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000 // milliseconds

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "form" })
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
  request.onblocked = () => reject(new Error("blocked"))
})
opened.catch(() => {})

// On the disk before it counts as kept: a browser or a computer may end without warning.
const asked = async (mode, ask) => {
  const transaction = (await opened).transaction(STORE, mode, { durability: "strict" })
  return new Promise((resolve, reject) => {
    const request = ask(transaction.objectStore(STORE))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = transaction.onerror = () => reject(transaction.error)
  })
}

const orElse = (value, promise) => promise.catch(() => value)

export const put = (copy) => orElse(false, asked("readwrite", (store) => store.put(copy)).then(() => true))

export const drop = (form) => orElse(false, asked("readwrite", (store) => store.delete(form)).then(() => true))

/** Those of one person for one story, or for new ones, oldest first. What is too old goes. */
export const all = async (person, at) => {
  const copies = await orElse([], asked("readonly", (store) => store.getAll()))
  const old = copies.filter((copy) => copy.changed < Date.now() - KEPT_FOR)
  for (const copy of old) await drop(copy.form)
  return copies
    .filter((copy) => copy.person === person && copy.at === at && !old.includes(copy))
    .sort((one, other) => one.changed - other.changed)
}
