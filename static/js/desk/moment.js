// What the paper's time zone is called on the day in the boxes, while somebody chooses it. The
// server says the same of what was sent, and asks about hours that a night has twice or not at
// all (articles/admin/day_and_hour.py): the zone and its changes come from there, not from the
// browser, which may know older ones.
const NOON = "12:00"

const MONTHS = "January February March April May June July August September October November December".split(" ")

/** The places of the zone's names at an hour: one, none, or both of a night in which clocks are changed. */
const namesAt = ({ first, changes }, at) => {
  let name = first
  for (const [before, after, next] of changes) {
    const [from, until] = [before, after].sort()
    if (at < from) break
    if (at < until) return [name, next]
    name = next
  }
  return [name]
}

const start = (moment) => {
  const [day, hour] = moment.querySelectorAll("input")
  const which = moment.querySelector(".moment__which")
  const line = moment.querySelector(".moment__zone")
  const clocks = JSON.parse(moment.dataset.clocks)
  const asked = `${day.value} ${hour.value}`
  const isDay = () => /^(19\d\d|20\d\d|2100)-\d\d-\d\d$/.test(day.value)
  const nameNow = () => {
    const found = namesAt(clocks, `${day.value}T${(hour.value || NOON).slice(0, 5)}`)
    const answers = [...moment.querySelectorAll("[type=radio]")]
    const answer = which?.hidden ? -1 : answers.findIndex((radio) => radio.checked)
    return found.length > 1 ? found[answer] : found[0]
  }
  const words = () => {
    if (!day.value) return `, today ${clocks.names[clocks.today]}`
    if (!isDay()) return ""
    const name = nameNow()
    return name === undefined ? ", where the clocks are changed that night" : `, on that day ${clocks.names[name]}`
  }
  // The button says what it will do: "Schedule for 06:00 GMT", with the day if it is another.
  const buttons = [...(moment.closest("form")?.querySelectorAll("[data-at]") ?? [])].map((button) => [button, button.textContent])
  const sayOnButtons = () => {
    const name = isDay() && hour.value ? nameNow() : undefined
    const [year, month, date] = day.value.split("-").map(Number)
    const on = day.value === clocks.day ? "" : `${date} ${MONTHS[month - 1]} ${year}, `
    for (const [button, otherwise] of buttons) {
      button.textContent = name === undefined ? otherwise : `${button.dataset.at} ${on}${hour.value.slice(0, 5)} ${clocks.shorts[name]}`
    }
  }
  const say = () => {
    // An answer belongs to the hour that it was asked about.
    if (which) which.hidden = `${day.value} ${hour.value}` !== asked
    const sentence = `In the paper’s time zone, ${moment.dataset.zone}${words()}.`
    // Said again it would be read out again.
    if (line.textContent.trim() !== sentence) line.textContent = sentence
    sayOnButtons()
  }
  moment.addEventListener("input", say)
  // A browser may have put back what was chosen before.
  say()
}

for (const moment of document.querySelectorAll(".moment")) start(moment)
