"""What the rules of English inflection (inflections.py) cannot know of single words."""

# A base, and the forms of it that no rule leads there.
_FORMS = """
    be being; do done; go went gone; run ran; see seen; say said; pay paid; lay laid; make made
    take took taken; shake shook shaken; give gave given; forgive forgave forgiven
    write wrote written; drive drove driven; ride rode ridden; rise risen; speak spoke spoken
    break broke broken; choose chose chosen; steal stole stolen; freeze froze frozen
    wake woken; fall fell fallen; know knew known; grow grew grown; throw threw thrown
    blow blew blown; fly flew flown; draw drew drawn; withdraw withdrew withdrawn; eat ate eaten
    buy bought; bring brought; catch caught; teach taught; think thought; fight fought; seek sought
    sell sold; tell told; hold held; keep kept; sleep slept; weep wept; sweep swept; lose lost
    win won; meet met; lead led; bleed bled; flee fled; build built; rebuild rebuilt
    send sent; spend spent; lend lent; shoot shot; sink sank sunk; swim swam swum; sing sang sung
    ring rang rung; begin began begun; drink drank drunk; strike struck; stick stuck; dig dug
    hang hung; stand stood; understand understood; hide hid hidden; forget forgot forgotten
    bite bitten; beat beaten; become became; come came; free freed; vie vying; die dying; lie lying
    tie tying; boycott boycotting boycotted; focus focuses focusses; travel travels
    man men; woman women; child children; foot feet; tooth teeth; goose geese; mouse mice
    wife wives; knife knives; loaf loaves; half halves; thief thieves; shelf shelves
    wolf wolves; calf calves; scarf scarves; self selves; hoof hooves; crisis crises
    oasis oases; diagnosis diagnoses; analysis analyses; hypothesis hypotheses; thesis theses
    emphasis emphases; parenthesis parentheses; criterion criteria; phenomenon phenomena
    alumnus alumni; nucleus nuclei; fungus fungi; stimulus stimuli; cactus cacti
    movie movies; cookie cookies; zombie zombies; calorie calories; prairie prairies; rookie rookies
    selfie selfies; brownie brownies; genie genies; hippie hippies; junkie junkies; hoodie hoodies
    groupie groupies; smoothie smoothies; bookie bookies; foodie foodies; newbie newbies
    collie collies; sortie sorties; veggie veggies; species; series
    shoe shoes; toe toes; canoe canoes; hoe hoes; foe foes; woe woes; oboe oboes
    taxi taxis; ski skis skied; nazi nazis; iraqi iraqis; israeli israelis; pakistani pakistanis
    rabbi rabbis; safari safaris; alibi alibis; tsunami tsunamis; emoji emojis; bikini bikinis
    kiwi kiwis; wiki wikis; menu menus; guru gurus; emu emus; zulu zulus; hindu hindus
    haiku haikus; cache caches; bus buses; gas gases; ache aches aching ached; axe axes
    quiz quizzes quizzed quizzing
"""
BASES = {
    form: line.split()[0]
    for line in _FORMS.replace("\n", ";").split(";")
    if line.strip()
    for form in line.split()
}

# Not forms of what they would lead to: "news" is not the plural of "new".
UNCHANGED = frozenset(
    """
    news this his its was has us yes gas bus plus lens bias atlas canvas christmas perhaps always
    thus james charles wales texas kansas dallas thomas lucas nicolas andreas jonas judas matthias
    carlos marcos laos chaos cosmos barbados moses jones hughes hermes holmes rhodes agnes mercedes
    politics economics mathematics physics athletics headquarters means goods whereas corps
    mars athens brussels naples
    herring earring inning outing canning evening morning willing ceiling sibling sterling darling
    manning woking downing harding golding hastings jennings boeing beijing cunning wedding pudding
    proceed exceed succeed indeed hundred sacred naked wicked rugged mohamed ahmed alfred united
    """.split()
)

# A mute e goes from the end of words, but not where it tells this word from another one.
KEEPS_E = frozenset(
    """
    paste bathe breathe clothe loathe soothe wreathe singe tinge binge lunge unite suite route
    caste morale locale rationale chorale finale humane urbane germane severe envelope heroine
    belle grille forte torte tonne moore maine france louise denise justine simone michele marine
    petite artiste anne
    """.split()
)

# Doubled in the word itself, and not for the sake of an ending.
KEEPS_DOUBLE = frozenset("add ebb egg err purr butt putt odd".split())
