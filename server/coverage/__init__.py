"""What offices answered about plans, for everybody of the agency and without a patient.

`publishing` derives the library's records from the calls in charts, in the transaction that takes them in;
`private` keeps out of them whatever could lead to the patient.
"""
