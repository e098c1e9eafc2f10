"""Simple pictures drawn for the demonstration: no photograph, nobody's rights."""

import io
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
WALLS = ["#f6e7cb", "#dfeaf2", "#e6efd9", "#f4dcd6", "#e9e1f2"]
COLOURS = ["#c8553d", "#2f6690", "#588157", "#d4a017", "#7d5ba6", "#3a7d7c", "#b56576"]
LINE = "#3b3a36"


def drawing(slug: str, random: Random) -> bytes | None:
    """A picture for an offer of this category as WebP, or None where none fits."""
    draw_it = MOTIFS.get(slug)
    if draw_it is None:
        return None
    image = Image.new("RGB", (WIDTH, HEIGHT), random.choice(WALLS))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 500, WIDTH, HEIGHT), fill="#b99b7a")
    draw_it(pen, random)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=70, method=0)
    return out.getvalue()


def box(pen, left, top, right, bottom, colour) -> None:
    pen.rounded_rectangle((left, top, right, bottom), 10, fill=colour, outline=LINE, width=4)


def books(pen, random: Random) -> None:
    left = 160
    while left < 780:
        width, height = random.randrange(34, 80), random.randrange(190, 320)
        box(pen, left, 500 - height, left + width, 500, random.choice(COLOURS))
        pen.line((left + 8, 530 - height, left + width - 8, 530 - height), fill="white", width=5)
        left += width + 4


def room(pen, random: Random) -> None:
    box(pen, 600, 90, 840, 330, "#bfe3f2")
    pen.line((720, 90, 720, 330), fill=LINE, width=4)
    pen.line((600, 210, 840, 210), fill=LINE, width=4)
    box(pen, 120, 300, 150, 520, "#8d6e4f")
    box(pen, 130, 400, 560, 490, random.choice(COLOURS))
    box(pen, 150, 360, 270, 415, "white")
    box(pen, 660, 420, 800, 520, "#8d6e4f")


def things(pen, random: Random) -> None:
    for left, size in ((140, 220), (390, 170), (590, 250)):
        box(pen, left, 510 - size, left + size, 510, "#c9a66b")
        box(pen, left + size // 2 - 14, 510 - size, left + size // 2 + 14, 510, "#e3cfa4")
        lid = random.choice(COLOURS)
        box(pen, left - 8, 490 - size, left + size + 8, 520 - size, lid)


def hall(pen, random: Random) -> None:
    box(pen, 180, 120, 780, 300, "white")
    colour = random.choice(COLOURS)
    for row in range(3):
        for seat in range(7):
            left = 130 + seat * 105 + row * 12
            box(pen, left, 370 + row * 70, left + 60, 430 + row * 70, colour)


def cat(pen, random: Random) -> None:
    colour = random.choice(["#4a4a48", "#d98e43", "#a8a29a"])
    pen.polygon([(400, 200), (420, 110), (470, 180)], fill=colour, outline=LINE)
    pen.polygon([(560, 200), (540, 110), (490, 180)], fill=colour, outline=LINE)
    pen.ellipse((380, 300, 620, 540), fill=colour, outline=LINE, width=4)
    pen.ellipse((390, 150, 570, 330), fill=colour, outline=LINE, width=4)
    for left in (435, 500):
        pen.ellipse((left, 220, left + 24, 246), fill="#e9f5c9", outline=LINE, width=3)
    pen.arc((590, 330, 720, 520), 270, 120, fill=colour, width=22)


def ball(pen, random: Random) -> None:
    pen.rectangle((0, 440, WIDTH, HEIGHT), fill="#8fb574")
    pen.line((120, 440, 120, 180, 520, 180, 520, 440), fill="white", width=14)
    left = random.randrange(560, 700)
    pen.ellipse((left, 420, left + 130, 550), fill="white", outline=LINE, width=5)
    pen.regular_polygon((left + 65, 485, 30), 5, fill=random.choice(COLOURS))


MOTIFS = {
    "textbooks": books,
    "tutoring": books,
    "housing": room,
    "material-help": things,
    "large-offers": things,
    "space": hall,
    "veterinary-care": cat,
    "leisure": ball,
}
