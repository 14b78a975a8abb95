"""The process that opens a photo for another: limited in memory and time, since a small file can ask for both.

It is run by its path and knows nothing of the product. It is given the kind, the most pixels along an edge and the
bytes, and answers with a fresh JPEG: pixels alone, turned upright, in sRGB, without anything that the file told of its
place, its device or its person. Its exit status says what is wrong: 3 too many pixels, 4 damaged.
"""

import io
import resource
import sys
import warnings

from PIL import Image, ImageCms, ImageOps

MEMORY = 1_500_000_000  # bytes
SECONDS = 30  # of computing
MOST_PIXELS = 110_000_000  # as the largest cameras of phones have
TOO_LARGE, BROKEN = 3, 4
QUALITY = 85
WHITE = (255, 255, 255)


def main(kind: str, edge: int) -> int:
    """Read standard input, write standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("ignore")  # of damaged metadata, which is dropped
    Image.MAX_IMAGE_PIXELS = None  # judged below, before a pixel is unpacked
    try:
        made = remade(sys.stdin.buffer.read(), kind, edge)
    except MemoryError:
        return TOO_LARGE
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError):  # what decoders raise
        return BROKEN
    if made is None:
        return TOO_LARGE
    sys.stdout.buffer.write(made)
    return 0


def remade(content: bytes, kind: str, edge: int) -> bytes | None:
    """The photo as a fresh JPEG; nothing where it has too many pixels."""
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return None
        profile = opened.info.get("icc_profile")
        opened.draft("RGB", (edge * 2, edge * 2))  # of a JPEG no more pixels are unpacked than are needed
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    picture = in_srgb(flat(picture), profile)
    fresh = Image.frombytes("RGB", picture.size, picture.tobytes())  # pixels alone
    made = io.BytesIO()
    fresh.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return made.getvalue()


def flat(picture: Image.Image) -> Image.Image:
    """The picture without transparency, on white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        below = Image.new("RGB", picture.size, WHITE)
        below.paste(picture, mask=picture.getchannel("A"))
        return below
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as every screen shows them; a profile that does not fit is left out."""
    if not profile:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return turned or picture


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
