// The page of a review: plays sentences of the recordings that wait, and asks the server to mark, correct and release.
'use strict'

const $ = (id) => document.getElementById(id)
const audio = $('audio')
const trial = $('trial')
const status = $('status')
let current = null // the sentence that is played, or that the keys are about
let playsOn = false // or only one sentence
let timer = 0
let busy = false

// ---- sentences ----

const sentences = (within = document) => [...within.querySelectorAll('.sentence')]
const isShown = (sentence) => sentence.offsetParent !== null
const shown = () => sentences().filter(isShown)
const place = (sentence) => Number(sentence.dataset.place)
const episode = (sentence) => sentence.closest('.episode')
const start = (sentence) => Number(sentence.dataset.start)
const end = (sentence) => Number(sentence.dataset.end)

const point = (sentence, { view = true, focus = false } = {}) => {
  if (current !== sentence) {
    current?.removeAttribute('aria-current')
    current = sentence
    current?.setAttribute('aria-current', 'true')
  }
  if (!current) return
  if (view) current.scrollIntoView({ block: 'nearest', behavior: 'auto' })
  if (focus) current.focus({ preventScroll: true })
}

const step = (by) => {
  const all = shown()
  if (all.length === 0) return
  const at = all.indexOf(current)
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]
  const goesOn = !audio.paused
  point(next, { focus: true })
  if (goesOn) play(next, playsOn)
}

// ---- playing ----

const source = (section) => new URL(section.dataset.audio, location.href).href

const look = () => {
  const isPlaying = !audio.paused
  for (const each of document.querySelectorAll('.playing')) each.classList.remove('playing')
  if (isPlaying) current?.classList.add('playing')
  $('toggle').classList.toggle('pauses', isPlaying)
  $('toggle').setAttribute('aria-label', isPlaying ? 'Pause' : 'Play')
}

const play = (sentence, on) => {
  trial.pause()
  const wanted = source(episode(sentence))
  point(sentence)
  playsOn = on
  const begin = () => {
    audio.currentTime = start(sentence)
    audio.playbackRate = Number($('speed').value)
    audio.play().catch(() => tell('This recording cannot be played: load the page again.', true))
  }
  if (audio.src === wanted && audio.readyState > 0) return begin()
  audio.src = wanted
  audio.addEventListener('loadedmetadata', begin, { once: true })
  audio.load()
}

const toggle = () => {
  if (!audio.paused) return audio.pause()
  const sentence = current ?? shown()[0]
  if (sentence) play(sentence, true)
}

const follow = () => {
  if (audio.paused || !current) return
  const now = audio.currentTime
  if (now < end(current) - 0.02) return
  if (!playsOn) {
    audio.pause()
    return
  }
  const all = shown()
  const next = all[all.indexOf(current) + 1]
  if (!next) {
    if (audio.ended) look()
    else if (!isLast(current)) audio.pause()
  } else if (episode(next) !== episode(current) || place(next) !== place(current) + 1) {
    play(next, true)
  } else if (now >= start(next) - 0.05) {
    point(next)
    look()
  }
}

const isLast = (sentence) => sentences(episode(sentence)).at(-1) === sentence // what follows is the outro

audio.addEventListener('play', () => {
  clearInterval(timer)
  timer = setInterval(follow, 30)
  look()
})
for (const event of ['pause', 'ended', 'error', 'emptied']) {
  audio.addEventListener(event, () => {
    clearInterval(timer)
    look()
  })
}
audio.addEventListener('timeupdate', follow) // timers are slow in a page that nobody sees
audio.addEventListener('error', () => {
  if (audio.src) tell('This recording cannot be played: load the page again.', true)
})
$('speed').addEventListener('change', () => {
  audio.playbackRate = Number($('speed').value)
})
$('toggle').addEventListener('click', toggle)
$('back').addEventListener('click', () => step(-1))
$('forth').addEventListener('click', () => step(1))

// ---- asking the server ----

const GONE = `The review is not served any more: start ${document.body.dataset.again ?? 'it'} again.`

const tell = (text, isError = false) => {
  status.textContent = text
  status.classList.toggle('alert', isError)
}

const ask = async (what, body) => {
  let answer
  try {
    answer = await fetch(what, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new Error(GONE)
  }
  let said
  try {
    said = await answer.json()
  } catch {
    throw new Error(`The review gave no answer (${answer.status}): load the page again.`)
  }
  if (!answer.ok) throw new Error(said.error ?? `The review refused this (${answer.status}).`)
  return said
}

// Something that takes its time: meanwhile it is shown how far it is, and nothing else can be done.
const act = async (text, what, body) => {
  if (busy) throw new Error('Something else is being done: wait until it is ready.')
  busy = true
  document.body.classList.add('busy')
  const say = (words) => (dialog.open ? ($('trial-text').textContent = words) : tell(words)) // where one looks
  say(text)
  const bar = $('progress')
  const watch = setInterval(async () => {
    try {
      const { title, done, total } = await (await fetch('progress')).json()
      bar.hidden = !total
      if (total) {
        bar.max = total
        bar.value = done
        say(`${title[0].toUpperCase()}${title.slice(1)}: ${Math.floor((100 * done) / total)} %`)
      }
    } catch {} // the answer to what was asked says it
  }, 300)
  try {
    return await ask(what, body)
  } finally {
    clearInterval(watch)
    bar.hidden = true
    busy = false
    document.body.classList.remove('busy')
  }
}

// The page as it is now, in place of what stands here; what is looked at stays where it is.
const refresh = async () => {
  const at = current?.id
  const filtered = [...document.querySelectorAll(`:is(${BOXES}):checked`)].map(
    (box) => [episode(box).id, box.className],
  )
  audio.pause()
  audio.removeAttribute('src')
  const text = await (await fetch('./')).text()
  const page = new DOMParser().parseFromString(text, 'text/html')
  document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')))
  document.title = page.title
  current = null
  for (const [id, name] of filtered) {
    const box = $(id)?.getElementsByClassName(name)[0]
    if (box) {
      box.checked = true
      filter(box)
    }
  }
  const again = at && $(at)
  if (again) point(again)
}

const refreshed = async () => {
  try {
    await refresh()
  } catch {
    throw new Error(GONE)
  }
}

const told = ({ said, error }) => {
  tell([error, said].filter(Boolean).join(' '), Boolean(error))
}

// ---- marks ----

const mark = async (sentence) => {
  const button = sentence.querySelector('.mark')
  const marked = button.getAttribute('aria-pressed') !== 'true'
  const show = (is) => {
    button.setAttribute('aria-pressed', String(is))
    sentence.classList.toggle('marked', is)
    const section = episode(sentence)
    section.querySelector('.count').textContent = section.querySelectorAll('.sentence.marked').length
  }
  show(marked)
  try {
    await ask('mark', { episode: episode(sentence).dataset.key, sentence: place(sentence), marked })
  } catch (error) {
    show(!marked)
    tell(error.message, true)
  }
}

const FILTERS = { only: 'filtered', 'only-faulty': 'faulty-only', 'only-new': 'new-only' }
const BOXES = Object.keys(FILTERS).map((name) => `.${name}`).join(', ')

const filter = (box) => {
  const section = episode(box)
  for (const [name, is] of Object.entries(FILTERS)) {
    section.classList.toggle(is, Boolean(section.querySelector(`.${name}`)?.checked))
  }
  section.classList.toggle('empty', !sentences(section).some(isShown))
}

// ---- corrections ----

const LABELS = { say: 'A respelling', ipa: 'Its sounds, such as pjœŋˈjaŋ' }
const dialog = $('dialog')
let chosen = { sentence: null, text: '' } // what was selected last, and where
let corrected = null

document.addEventListener('selectionchange', () => {
  const selection = document.getSelection()
  const text = selection.toString().trim()
  const node = selection.anchorNode
  const written = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.('.written')
  if (text && written && !dialog.open) chosen = { sentence: written.closest('.sentence'), text }
})

const correct = (sentence) => {
  if (!sentence.querySelector('.correct')) return
  audio.pause()
  point(sentence)
  corrected = sentence
  $('context').textContent = sentence.querySelector('.written').textContent
  $('context').lang = sentence.dataset.language
  $('voice-name').textContent = sentence.dataset.name
  const words = JSON.parse(sentence.dataset.words)
  $('words').replaceChildren(
    ...words.map((word) => {
      const chip = document.createElement('button')
      chip.type = 'button'
      chip.textContent = word
      chip.lang = sentence.dataset.language
      chip.addEventListener('click', () => {
        $('word').value = word
        $('said').focus()
      })
      return chip
    }),
  )
  $('word').value = chosen.sentence === sentence ? chosen.text : ''
  $('said').value = ''
  $('endings').checked = false
  $('trial-text').textContent = ''
  $('alert').textContent = ''
  ways()
  dialog.showModal()
  $($('word').value ? 'said' : 'word').focus()
}

const how = () => dialog.querySelector('input[name=how]:checked').value

const ways = () => {
  const label = LABELS[how()]
  $('said-field').hidden = !label
  $('said').required = Boolean(label)
  $('said-label').textContent = label ?? ''
}

const row = () => ({
  episode: episode(corrected).dataset.key,
  sentence: place(corrected),
  word: $('word').value.trim(),
  how: how(),
  said: LABELS[how()] ? $('said').value : '',
  endings: $('endings').checked,
})

for (const way of dialog.querySelectorAll('input[name=how]')) way.addEventListener('change', ways)
$('cancel').addEventListener('click', () => dialog.close())
dialog.addEventListener('close', () => {
  trial.pause()
  corrected?.focus({ preventScroll: true })
})

$('hear').addEventListener('click', async () => {
  if (!dialog.querySelector('form').reportValidity()) return
  $('alert').textContent = ''
  try {
    const { before, after, sound } = await act('Speaking …', 'hear', row())
    tell('')
    $('trial-text').textContent =
      before === after ? `Nothing changes in this sentence: ${after}` : `The voice is given: ${after}`
    trial.src = sound
    await trial.play()
  } catch (error) {
    tell('')
    $('trial-text').textContent = ''
    $('alert').textContent = error.message
  }
})

dialog.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  $('alert').textContent = ''
  let answer
  try {
    answer = await act('Saving, and speaking again …', 'correct', row())
  } catch (error) {
    tell('')
    $('trial-text').textContent = ''
    $('alert').textContent = error.message
    return
  }
  $('trial-text').textContent = ''
  dialog.close()
  try {
    await refreshed()
    told(answer)
  } catch (error) {
    tell(error.message, true)
  }
  current?.focus({ preventScroll: true })
})

// ---- release and discard ----

const sure = (text, yes) =>
  new Promise((resolve) => {
    $('sure-text').textContent = text
    $('sure-yes').textContent = yes
    $('sure').returnValue = ''
    $('sure').showModal()
    $('sure').addEventListener('close', () => resolve($('sure').returnValue === 'yes'), { once: true })
  })

const send = async (text, what, body) => {
  audio.pause()
  try {
    const answer = await act(text, what, body)
    await refreshed()
    told(answer)
  } catch (error) {
    await refreshed().catch(() => {}) // some of it may be done
    tell(error.message, true)
  }
}

const release = async (sections) => {
  const count = (kind) => sections.reduce((sum, each) => sum + each.querySelectorAll(`.sentence.${kind}`).length, 0)
  const titles = sections.map((each) => `“${each.querySelector('h2').textContent}”`).join(' and ')
  const [marked, faulty] = [count('marked'), count('faulty')]
  const warning =
    (marked ? ` ${marked} sentence${marked > 1 ? 's are' : ' is'} still marked.` : '') +
    (faulty ? ` The machine found ${faulty} sentence${faulty > 1 ? 's' : ''} faulty.` : '')
  const it = sections.length > 1 ? 'them' : 'it'
  if (await sure(`Release ${titles} as you have heard ${it}?${warning}`, 'Release')) {
    await send('Releasing …', 'release', { episodes: sections.map((each) => each.dataset.key) })
  }
}

const discard = async (section) => {
  const title = section.querySelector('h2').textContent
  if (await sure(`Delete this recording of “${title}” and its marks? What is published stays.`, 'Discard')) {
    await send('Discarding …', 'discard', { episode: section.dataset.key })
  }
}

// ---- clicks and keys ----

// Whoever clicks with a mouse means the keys for the sentence, not for the button; with the Tab key one stays there.
const leave = (button, sentence) => (sentence ? sentence.focus({ preventScroll: true }) : button.blur())

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  const sentence = event.target.closest('.sentence')
  if (sentence && !button) point(sentence, { view: false })
  if (!button) return
  if (event.detail > 0 && !button.closest('dialog')) leave(button, sentence)
  if (sentence) {
    if (button.matches('.play')) {
      if (current === sentence && !audio.paused) audio.pause()
      else play(sentence, false)
    } else if (button.matches('.on')) play(sentence, true)
    else if (button.matches('.mark')) {
      point(sentence, { view: false })
      mark(sentence)
    } else if (button.matches('.correct')) correct(sentence)
  } else if (button.matches('.release')) release([button.closest('.episode')])
  else if (button.matches('.release-all')) release([...button.closest('.post').querySelectorAll('.episode')])
  else if (button.matches('.discard')) discard(button.closest('.episode'))
})

document.addEventListener('change', (event) => {
  if (event.target.matches(BOXES)) filter(event.target)
  if (event.target.matches(`:is(${BOXES}, #speed):not(:focus-visible)`)) event.target.blur() // see leave
})

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key === ' ') return
  if (document.querySelector('dialog[open]') || event.target.closest('input, select, textarea')) return
  const isOnButton = event.target.closest('button, summary, a')
  const acts = {
    ' ': () => toggle(),
    p: () => (current ?? shown()[0]) && play(current ?? shown()[0], false),
    j: () => step(1),
    k: () => step(-1),
    m: () => current && mark(current),
    c: () => current && correct(current),
  }
  const found = acts[event.key]
  if (!found || (event.key === ' ' && isOnButton)) return
  event.preventDefault()
  found()
})

for (const box of document.querySelectorAll(BOXES)) filter(box)
look()
