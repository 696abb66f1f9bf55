"""A page that names pages is laid out three times, so references do it only where the reader has to turn to one."""

from html.parser import HTMLParser

from tests.reports.books import beside, html_of
from tests.results.samples import summary


class Places(HTMLParser):
    """Which chapter every anchor stands in, and which references each chapter makes."""

    def __init__(self):
        super().__init__()
        self.chapter, self.anchors, self.references = 0, {}, []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        classes = (given.get("class") or "").split()
        self.chapter += tag == "section"
        if given.get("id"):
            self.anchors[given["id"]] = self.chapter
        if tag == "a" and "ref" in classes:
            self.references.append((self.chapter, given["href"].removeprefix("#"), bool({"far", "xt"} & set(classes))))


def test_reference_names_a_page_where_it_leaves_its_chapter_and_only_there():
    places = Places()
    places.feed(html_of(summary([3], [4], [1]), **beside()))

    expected = [(here, to, here != places.anchors[to]) for here, to, _ in places.references]
    assert places.references == expected
    assert {names_page for _, _, names_page in expected} == {True, False}
