"""A fictional community: a believable continuum of care, made from a seed.

`generate` yields HUD's files as frames; `seed_community` loads them with accounts, notes and search index.
"""

from hmis_web.demo.accounts import demo_sign_ins
from hmis_web.demo.community import generate
from hmis_web.demo.load import seed_community

__all__ = ["demo_sign_ins", "generate", "seed_community"]
