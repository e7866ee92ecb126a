#!/usr/bin/env bash
# Bold that ends in full-width punctuation and is followed by a character keeps its asterisks, in mistune
# 3.4.0 (which nbconvert uses) and in marked 18.2.1 (which JupyterLab uses): CommonMark asks for a space
# or punctuation after such a closing mark, and Chinese writes none.
# Seen: mistune **增长12%。**到2025年 | marked **增长12%。**到2025年 | with a word at the end, both bold
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-compile mistune==3.4.0
cd "$folder"
npm install --silent --no-audit --no-fund marked@18.2.1 >/dev/null
by_mistune() { venv/bin/python -c "import mistune, sys; print(mistune.html(sys.argv[1]).strip())" "$1"; }
by_marked() { node --input-type=module -e "import {marked} from 'marked'; console.log(marked(process.argv[1]).trim())" "$1"; }
for name in by_mistune by_marked; do
  kept=$($name '**增长12%。**到2025年')
  bold=$($name '**增长12%**到2025年')
  plain=$($name '**增长百分之十二**到2025年')
  echo "$name: $kept | $bold | $plain"
  [ "$kept" = '<p>**增长12%。**到2025年</p>' ]
  [ "$plain" = '<p><strong>增长百分之十二</strong>到2025年</p>' ]
done
