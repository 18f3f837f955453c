;;; secondment-mode.el --- records of secondments, checked as you type -*- lexical-binding: t -*-
;; SPDX-License-Identifier: ISC

;;; Commentary:
;; A mode for records, and what sec-check finds in them shown by Flymake, saved or
;; not.  For Emacs 26.1 and later; nothing else is needed.

;;; Code:

(require 'conf-mode)
(require 'flymake)

(defgroup secondment nil
  "Records of secondments."
  :group 'conf)

(defcustom secondment-check-program "sec-check"
  "The program that judges a record."
  :type 'file)

(defvar-local secondment--process nil
  "The check under way.")

(defvar secondment-mode-syntax-table
  (let ((table (make-syntax-table conf-unix-mode-syntax-table)))
    ;; quotes and # in a value are text
    (dolist (char '(?\" ?\' ?# ?\;))
      (modify-syntax-entry char "." table))
    (modify-syntax-entry ?\n " " table)
    table))

(defvar secondment-font-lock-keywords
  '(("^[#;].*" 0 'font-lock-comment-face t)
    ("^\\[[^]\n]*\\]" . 'font-lock-type-face)
    ("^\\([A-Za-z][A-Za-z0-9-]*\\)[ \t]*="
     (1 'font-lock-variable-name-face)
     ("\\_<\\(?:yes\\|no\\|pending\\|n/a\\)\\_>\\(?:[ \t]*$\\|:\\)" nil nil
      (0 'font-lock-keyword-face)))
    ("\\_<[0-9]\\{4\\}-[0-9][0-9]-[0-9][0-9]\\_>" 0 'font-lock-constant-face append)
    ("^[ \t]+\\(\\.\\)" 1 'font-lock-builtin-face)
    ("^\\(?:<<<<<<<\\||||||||\\|=======\\|>>>>>>>\\).*" 0 'error t)))

(defun secondment--region (line column)
  "Start and end of what stands at LINE and byte COLUMN; 0 is the whole line."
  (save-excursion
    (save-restriction
      (widen)
      (goto-char (point-min))
      (forward-line (1- line))
      (let* ((begin (line-beginning-position))
             (end (line-end-position))
             (at (if (> column 0)
                     (or (byte-to-position (+ (position-bytes begin) (1- column))) end)
                   begin)))
        (setq at (max begin (min at end)))
        ;; an empty line, or the end of one: something must be there to underline
        (if (< at end)
            (cons at end)
          (cons (max (point-min) (1- at)) (min (point-max) (max (1+ end) at))))))))

(defun secondment--diagnostics (source output)
  "What OUTPUT of sec-check -f tsv says of the buffer SOURCE."
  (let (found)
    (dolist (row (split-string output "\n" t))
      (let ((cell (split-string row "\t")))
        (when (>= (length cell) 6)
          (let ((region (with-current-buffer source
                          (secondment--region (string-to-number (nth 1 cell))
                                              (string-to-number (nth 2 cell))))))
            (push (flymake-make-diagnostic
                   source (car region) (cdr region)
                   (pcase (nth 3 cell)
                     ("error" :error)
                     ("warning" :warning)
                     (_ :note))
                   (format "%s [%s]" (nth 5 cell) (nth 4 cell)))
                  found)))))
    (nreverse found)))

(defun secondment--finish (process source report)
  "Tell REPORT what PROCESS found in the buffer SOURCE."
  (let ((status (process-exit-status process))
        (errors (process-get process 'errors)))
    (unwind-protect
        (when (and (buffer-live-p source)
                   (eq process (buffer-local-value 'secondment--process source)))
          (if (memq status '(0 1))
              (funcall report (secondment--diagnostics
                               source (with-current-buffer (process-buffer process)
                                        (buffer-string))))
            (funcall report :panic :explanation
                     (car (split-string (with-current-buffer errors (buffer-string))
                                        "\n")))))
      (kill-buffer (process-buffer process))
      (kill-buffer errors))))

(defun secondment-flymake (report &rest _)
  "Have sec-check judge the text of this buffer, and REPORT what it finds."
  (unless (executable-find secondment-check-program)
    (error "%s is not in PATH, so nothing is checked: set secondment-check-program"
           secondment-check-program))
  (let ((before secondment--process))
    (setq secondment--process nil) ; its sentinel, which runs now, has nothing to report
    (when (process-live-p before)
      (delete-process before)))
  (let* ((source (current-buffer))
         (path (expand-file-name (or buffer-file-name (buffer-name))))
         (default-directory (if (file-directory-p default-directory) default-directory "/"))
         (written (or buffer-file-coding-system 'utf-8))
         (coding (if (eq (coding-system-base written) 'undecided) ; nothing but ASCII so far
                     (coding-system-change-text-conversion written 'utf-8)
                   written))
         (errors (generate-new-buffer " *sec-check errors*"))
         (process (make-process
                   :name "sec-check" :noquery t :connection-type 'pipe
                   :buffer (generate-new-buffer " *sec-check*")
                   :stderr errors
                   :coding (cons 'utf-8-unix coding)
                   :command (list secondment-check-program "-f" "tsv"
                                  "--stdin-filename" path)
                   :sentinel (lambda (process _event)
                               (when (memq (process-status process) '(exit signal))
                                 (let ((pipe (get-buffer-process errors)))
                                   (when pipe
                                     (accept-process-output pipe 0.5)
                                     (set-process-query-on-exit-flag pipe nil)
                                     (set-process-sentinel pipe #'ignore)))
                                 (secondment--finish process source report))))))
    (process-put process 'errors errors)
    (let ((pipe (get-buffer-process errors)))
      (set-process-sentinel pipe #'ignore)
      (set-process-query-on-exit-flag pipe nil))
    (setq secondment--process process)
    ;; it may have ended already; its exit status says why
    (ignore-errors
      (save-restriction
        (widen)
        (process-send-region process (point-min) (point-max)))
      (process-send-eof process))))

;;;###autoload
(define-derived-mode secondment-mode conf-unix-mode "Secondment"
  "Records of secondments, checked by sec-check while they are edited."
  (setq-local font-lock-defaults '(secondment-font-lock-keywords t))
  (setq-local comment-start "# ")
  (setq-local outline-regexp "\\[")
  (setq-local require-final-newline t)
  (setq-local compile-command (concat secondment-check-program " -f text "))
  ;; without the global ones, which say that they have nothing for such a file
  (setq-local flymake-diagnostic-functions (list #'secondment-flymake))
  (flymake-mode 1))

;;;###autoload
(add-to-list 'auto-mode-alist
             '("/secondments/[0-9]\\{4\\}/[0-9][0-9]/[^/]+\\.ini\\'" . secondment-mode))

(provide 'secondment-mode)
;;; secondment-mode.el ends here
