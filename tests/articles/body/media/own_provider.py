"""The example of docs/how-to/embed-a-video-or-a-map.md, word for word."""

from articles.body.media import Provider, allow

allow(
    Provider(
        name="Harbour Cam",
        patterns=[r"https://cam\.example\.org/(?P<id>[0-9]{1,6})"],
        address="https://cam.example.org/{id}",
        frame="https://player.example.org/{id}",
        example="https://cam.example.org/7",
    )
)
