"""A document edited in LibreOffice Writer, as by somebody who was not there when it was made."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from support.tools import needs

BASIC = """
Function Named(name As String, value)
  Dim p As New com.sun.star.beans.PropertyValue
  p.Name = name : p.Value = value : Named = p
End Function
Sub Edit
  Dim d, t, i, n, c
  d = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, Array(Named("Hidden", True)))
  t = d.TextTables.getByIndex(0)
  t.getCellByPosition(t.Columns.Count - 1, 2).setString("{words}")
  n = t.Rows.Count
  t.Rows.insertByIndex(n, 2)
  For i = n To n + 1
    For c = 0 To t.Columns.Count - 1
      t.getCellByPosition(c, i).setString("{added}")
    Next c
  Next i
  d.storeToURL("{target}", Array(Named("FilterName", "MS Word 2007 XML")))
  d.close(True)
End Sub
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = (
    HEAD + '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"'
    ' "library.dtd">\n<library:library xmlns:library="http://openoffice.org/2000/library"'
    ' library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Edit"/></library:library>'
)
MODULE = (
    HEAD + '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"'
    ' "module.dtd">\n<script:module xmlns:script="http://openoffice.org/2000/script"'
    ' script:name="Edit" script:language="StarBasic">{basic}</script:module>'
)


def edited(source: Path, target: Path, *, words: str, added: str) -> Path:
    """Change a cell of the first table, add two rows and save it as Word's format.

    Parameters
    ----------
    source, target : Path
    words : str
        The new words of the last cell of the third row.
    added : str
        What stands in each cell of the rows that are added.
    """
    profile = target.parent / "writer"
    _office(profile, "--terminate_after_init")  # which makes the folders of its macros
    macro = BASIC
    said = {"source": source.as_uri(), "target": target.as_uri(), "words": words, "added": added}
    for name, value in said.items():
        macro = macro.replace(f"{{{name}}}", value)
    macros = profile / "user" / "basic" / "Standard"
    (macros / "script.xlb").write_text(LIBRARY, "utf-8")
    (macros / "Edit.xba").write_text(MODULE.format(basic=escape(macro)), "utf-8")
    _office(profile, "macro:///Standard.Edit.Edit")
    return target


def _office(profile: Path, told: str) -> None:
    place = f"-env:UserInstallation={profile.as_uri()}"
    command = [needs("writer"), place, "--headless", "--norestore", told]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
