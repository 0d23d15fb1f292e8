from __future__ import annotations

import math
import re
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from site_lib.errors import RenderError
from site_lib.site.theme import CATEGORIES, NAMES, read_palette
from tests.answers import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

TOKENS = (ROOT / "static" / "tokens.css").read_text()
THEMES = {"light": read_palette(TOKENS).light, "dark": read_palette(TOKENS).dark}
READABLE = 4.5
"""The contrast that WCAG 2.2 (1.4.3) asks of text; marks need 3 only, but text stands on them."""
APART, ROUGHLY_APART = 16, 12
"""Least CIEDE2000 between categories, and from each to `other`: colours that differ by about 10
are told apart at a glance side by side; across a chart, and in small marks, it takes more."""

# Machado, Oliveira and Fernandes (2009), severity 1.0; they apply to linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Linear sRGB to XYZ, and the white D65.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> Vector:
    encoded = np.array(list(bytes.fromhex(colour[1:]))) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(linear(colour) @ weights) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, vision: str = "normal") -> Vector:
    seen = np.clip(VISIONS[vision] @ linear(colour), 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def ciede2000(one: Vector, other: Vector) -> float:
    """Sharma, Wu and Dalal (2005), with all weights 1."""
    chroma = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    stretch = 1.5 - math.sqrt(chroma**7 / (chroma**7 + 25**7)) / 2
    (l1, c1, h1), (l2, c2, h2) = (
        (light, math.hypot(stretch * a, b), math.degrees(math.atan2(b, stretch * a)) % 360)
        for light, a, b in (one, other)
    )
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 + sum(
        weight * math.cos(math.radians(times * hue + shift))
        for weight, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    )
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    angle = math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2)))
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(angle)
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


def distance(one: str, other: str, vision: str) -> float:
    return ciede2000(lab(one, vision), lab(other, vision))


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_distances_are_measured_as_their_authors_publish_them(
    one: tuple[float, ...], other: tuple[float, ...], published: float
) -> None:
    measured = ciede2000(np.array(one), np.array(other))
    assert measured == pytest.approx(published, abs=0.0001)
    assert ciede2000(np.array(other), np.array(one)) == pytest.approx(measured)


def test_contrast_and_lightness_are_measured_as_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert lab("#ffffff") == pytest.approx([100, 0, 0], abs=0.01)
    for vision in VISIONS:
        assert lab("#808080", vision) == pytest.approx(lab("#808080"), abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "soft", "link", *CATEGORIES, "other"])
def test_text_can_be_read_on_the_ground_and_the_ground_on_it(theme: str, name: str) -> None:
    assert contrast(THEMES[theme][name], THEMES[theme]["ground"]) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_categories_are_told_apart_however_one_sees(theme: str, vision: str) -> None:
    colours = THEMES[theme]
    apart = {
        (one, other): distance(colours[one], colours[other], vision)
        for one, other in combinations(CATEGORIES, 2)
    }
    assert min(apart.values()) >= APART, apart
    neutral = {name: distance(colours[name], colours["other"], vision) for name in CATEGORIES}
    assert min(neutral.values()) >= ROUGHLY_APART, neutral


@pytest.mark.parametrize("name", CATEGORIES)
def test_a_category_keeps_its_hue_in_both_themes(name: str) -> None:
    light, dark = (math.degrees(math.atan2(*lab(THEMES[theme][name])[:0:-1])) for theme in THEMES)
    assert abs((light - dark + 180) % 360 - 180) < 20


def test_each_theme_is_as_light_as_its_name() -> None:
    for name in ("ground", "line"):
        assert lab(THEMES["dark"][name])[0] < 30
        assert lab(THEMES["light"][name])[0] > 70


def test_the_tokens_are_custom_properties_only() -> None:
    plain = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL)
    properties = set(re.findall(r"^\s*([a-z-]+):\s", plain, re.MULTILINE))
    assert {name for name in properties if not name.startswith("--")} == {"color-scheme"}


def css(light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    def root(theme: Mapping[str, str]) -> str:
        return f":root{{{';'.join(f'--{name}:{value}' for name, value in theme.items())}}}"

    return f"{root(light)}@media(prefers-color-scheme:dark){{{root(dark)}}}"


LIGHT, DARK = dict.fromkeys(NAMES, "#FFF"), dict.fromkeys(NAMES, "#123456")


def test_both_themes_are_read_with_six_digits_each_however_they_are_written() -> None:
    for text in (
        css(LIGHT, DARK),
        css(LIGHT, DARK).replace("{", " {\n").replace(":", " : ").replace(" : root", ":root"),
    ):
        read = read_palette(text)
        assert set(read.light.values()) == {"#ffffff"}
        assert set(read.dark.values()) == {"#123456"}
        assert tuple(read.light) == tuple(read.dark) == NAMES


def test_what_a_comment_says_is_no_colour() -> None:
    assert read_palette(f"{css(LIGHT, DARK)}/* :root{{--ink:#000}} */").light["ink"] == "#ffffff"


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_colour_is_named_with_its_theme(name: str) -> None:
    def without(theme: dict[str, str]) -> dict[str, str]:
        return {key: value for key, value in theme.items() if key != name}

    with pytest.raises(RenderError, match=f"no --{name} in its light theme"):
        read_palette(css(without(LIGHT), DARK))
    with pytest.raises(RenderError, match=f"no --{name} in its dark theme"):
        read_palette(css(LIGHT, without(DARK)))


@pytest.mark.parametrize("value", ["red", "#12345", "var(--ink)", ""])
def test_what_is_no_colour_in_digits_is_shown(value: str) -> None:
    with pytest.raises(
        RenderError, match=re.escape(f"--code in the dark theme of static/tokens.css is {value!r}")
    ):
        read_palette(css(LIGHT, DARK | {"code": value}))
