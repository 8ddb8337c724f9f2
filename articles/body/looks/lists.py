"""Lists that other programs write in their own way, as lists."""

import re

POINT = re.compile(r"\bl(\d+)\s+level(\d+)")
# A letter alone is a dot in a font of signs.
NUMBERED = re.compile(r"\(?(?:(\d+)|\d+(?:\.\d+)+)[.)]?|\(?(?:[a-z]|[ivxlcdm]+)[.)]", re.IGNORECASE)
LISTS = ("ul", "ol")
DEEPEST = 9  # as in Word


def mend(root, element):
    """Give each list below `root` the form of HTML. `element` makes one."""
    for each in [*root.below(), root]:
        _from_word_online(each, element)
        _from_paragraphs(each, element)
    # The innermost first: what it leaves may be a point of the next.
    for each in reversed([*root.below()]):
        if each.tag in LISTS:
            _put_into_points(each, element)


# A list directly in a list (Google Docs, LibreOffice): it belongs to the point before it


def _put_into_points(each, element):
    points = []
    for child in each.children:
        if isinstance(child, str):
            if child.strip():
                points.append(element("li", children=[child]))
        elif child.tag == "li":
            points.append(child)
        elif child.tag not in LISTS:
            points.append(element("li", children=[child]))
        elif points:
            points[-1].children.append(child)
        else:
            points += [point for point in child.children if not isinstance(point, str)]
    each.children = points


# Word: paragraphs that say of themselves on which level of which list they stand


def _from_paragraphs(parent, element):
    children, points = [], []

    def end():
        children.extend(_nested(points, element))
        points.clear()

    for child in parent.children:
        if isinstance(child, str) and not child.strip():
            if not points:
                children.append(child)
        elif point := _point(child, element):
            points.append(point)
        elif points and _goes_on(child):
            points[-1][-1].children.append(child)
        else:
            end()
            children.append(child)
    end()
    parent.children = children


def _point(child, element):
    """(level, kind, number of the list, first number, its li) of a paragraph of a list, or None."""
    if isinstance(child, str) or child.tag != "p":
        return None
    found = POINT.search(child.style.get("mso-list", ""))
    if not found:
        return None
    sign = _taken_out(child)
    number = NUMBERED.fullmatch(sign)
    first = int(number[1]) if number and number[1] and len(number[1]) < 6 else 1
    point = element("li", children=[child])
    level = min(int(found[2][:3]), DEEPEST)
    return level, "ol" if number else "ul", found[1], first, point


def _taken_out(paragraph):
    """The sign before a point, which is drawn by lists themselves; it leaves the paragraph."""
    for each in [paragraph, *paragraph.below()]:
        for child in each.children:
            if not isinstance(child, str) and child.style.get("mso-list") == "ignore":
                each.children.remove(child)
                return child.text.strip()
    return ""


def _goes_on(child):
    """Whether a paragraph belongs to the point before it."""
    if isinstance(child, str) or child.tag != "p":
        return False
    classes = child.attributes.get("class", "").lower()
    return "msolistparagraphcxsp" in classes and "first" not in classes


def _nested(points, element):
    """Lists of points of which each has (level, kind, number of the list, first number, li)."""
    top, stack = [], []  # of the stack: (level, kind, number, its list)
    for level, kind, number, first, point in points:
        while stack and stack[-1][0] > level:
            stack.pop()
        if stack and stack[-1][0] == level and stack[-1][1:3] != (kind, number):
            stack.pop()
        if not stack or stack[-1][0] < level:
            made = element(kind, {"start": str(first)} if kind == "ol" and first > 1 else {})
            (stack[-1][3].children[-1].children if stack else top).append(made)
            stack.append((level, kind, number, made))
        stack[-1][3].children.append(point)
    return top


# Word in a browser: each point in a list of its own


def _from_word_online(parent, element):
    children, points = [], []

    def end():
        children.extend(_nested(points, element))
        points.clear()

    for child in parent.children:
        if isinstance(child, str) and not child.strip() and points:
            continue
        found = [] if isinstance(child, str) else _points_of(child)
        if found:
            points += found
        else:
            end()
            children.append(child)
    end()
    parent.children = children


def _points_of(child):
    wrapped = child.tag == "div" and child.has_class("listcontainerwrapper")
    lists = [each for each in (child.children if wrapped else [child]) if not isinstance(each, str)]
    points = []
    for each in lists:
        items = [item for item in each.children if not isinstance(item, str)]
        if each.tag not in LISTS or not items:
            return []
        for item in items:
            level = item.attributes.get("data-aria-level", "")
            if item.tag != "li" or not (level.isascii() and level.isdigit() and len(level) < 3):
                return []
            start = each.attributes.get("start", "")
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
            points.append((min(int(level), DEEPEST), each.tag, "", first, item))
    return points
