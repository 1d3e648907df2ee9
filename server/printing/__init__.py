"""What is put on paper: a visit note and a plan of care, from stored records to a document, page and PDF.

`visit_note` and `plan_of_care` make a `Printout` of documents alone; the app draws it on the screen, `page`
and `pdf` put it on paper. What was answered in private is in none of them (UX.md section 7).
"""
