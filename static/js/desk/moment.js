// What the paper's time zone is called on the day in the boxes, while somebody chooses it. The
// server says the same of what was sent, and asks about hours that a night has twice or not at
// all (articles/admin/day_and_hour.py): the zone and its changes come from there, not from the
// browser, which may know older ones.
const NOON = "12:00"

/** The names of the zone at an hour: one, none, or both of a night in which clocks are changed. */
const namesAt = ({ names, first, changes }, at) => {
  let name = first
  for (const [before, after, next] of changes) {
    const [from, until] = [before, after].sort()
    if (at < from) break
    if (at < until) return [names[name], names[next]]
    name = next
  }
  return [names[name]]
}

const start = (moment) => {
  const [day, hour] = moment.querySelectorAll("input")
  const which = moment.querySelector(".moment__which")
  const line = moment.querySelector(".moment__zone")
  const clocks = JSON.parse(moment.dataset.clocks)
  const asked = `${day.value} ${hour.value}`
  const words = () => {
    if (!day.value) return `, today ${clocks.names[clocks.today]}`
    if (!/^(19\d\d|20\d\d|2100)-\d\d-\d\d$/.test(day.value)) return ""
    const found = namesAt(clocks, `${day.value}T${(hour.value || NOON).slice(0, 5)}`)
    const answers = [...moment.querySelectorAll("[type=radio]")]
    const answer = which?.hidden ? -1 : answers.findIndex((radio) => radio.checked)
    const name = found.length > 1 ? found[answer] : found[0]
    return name ? `, on that day ${name}` : ", where the clocks are changed that night"
  }
  const say = () => {
    // An answer belongs to the hour that it was asked about.
    if (which) which.hidden = `${day.value} ${hour.value}` !== asked
    const sentence = `In the paper’s time zone, ${moment.dataset.zone}${words()}.`
    // Said again it would be read out again.
    if (line.textContent.trim() !== sentence) line.textContent = sentence
  }
  moment.addEventListener("input", say)
  // A browser may have put back what was chosen before.
  say()
}

for (const moment of document.querySelectorAll(".moment")) start(moment)
